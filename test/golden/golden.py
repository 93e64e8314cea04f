"""What the scripts beside this file share: float64, one thread, and how a golden file is written."""
import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
HERE = pathlib.Path(__file__).parent


def numbers(tensor):
    return tensor.detach().reshape(-1).tolist()


def write(name, value):
    (HERE / name).write_text(json.dumps({"torch": torch.__version__, **value}) + "\n")
