"""Runs exported train.py scripts one after the other in one process: PyTorch is loaded once.

    python3 run_exported.py FOLDER ...

Each folder gets its losses.csv. A folder with model.safetensors gets outputs.json beside it: what the network gives for
the validation samples with these weights, read with the few lines below, which need no package for the format.
"""
import json
import pathlib
import runpy
import sys

import numpy as np
import torch

TYPES = {"F32": np.float32, "I32": np.int32, "I64": np.int64}


def read_safetensors(path):
    raw = path.read_bytes()
    length = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:8 + length])
    header.pop("__metadata__", None)
    arrays = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = np.frombuffer(raw[8 + length + begin:8 + length + end], TYPES[entry["dtype"]])
        arrays[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return arrays


def main():
    torch.set_num_threads(1)
    sys.argv, folders = sys.argv[:1], [pathlib.Path(folder) for folder in sys.argv[1:]]
    for folder in folders:
        script = runpy.run_path(str(folder / "train.py"))
        try:
            script["main"]()
            weights = folder / "model.safetensors"
            if weights.exists():
                model = script["build_model"]()
                model.load_state_dict(read_safetensors(weights))
                model.eval()
                with torch.no_grad():
                    outputs = model(script["read_arrays"]("data.npz")["validation_x"])
                (folder / "outputs.json").write_text(json.dumps(outputs.flatten().tolist()))
        except Exception as error:
            raise RuntimeError(f"{folder.name}: {error}") from error


main()
