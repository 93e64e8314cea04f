"""Writes the golden files beside this script: PyTorch's numbers, in float64, for the engine to be compared with.

Run:  /usr/bin/python3 test/golden/make_golden.py     (PyTorch 1.13; on Debian: apt-get install python3-torch)
Each make_*.py writes one file and can be run alone; make_data_golden.py needs more than PyTorch and must be. The files
are checked in; the tests need neither Python nor PyTorch.
"""
import pathlib
import subprocess
import sys

for script in sorted(pathlib.Path(__file__).parent.glob("make_*.py")):
    if not script.name.endswith("_golden.py"):
        subprocess.run([sys.executable, script], check=True)
