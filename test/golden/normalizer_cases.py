"""What scripts that write golden files of normalizers share: how a case is run and written. Not a script itself.

Tensors are written in the order of the engine: samples x positions x channels, channels fastest, where PyTorch has
samples x channels x height x width. Learned numbers of one element of the sample each are turned the same way.
"""
import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
HERE = pathlib.Path(__file__).parent

DENSE = [(6, (5,)), (3, (12,))]
IMAGES = [(3, (4, 3, 2)), (2, (6, 2, 5))]


def turned(tensor):
    """Channels last: [N, C, H, W] or [C, H, W] to a list in the engine's order; anything else as it lies."""
    tensor = tensor.detach()
    if tensor.dim() == 4:
        tensor = tensor.permute(0, 2, 3, 1)
    if tensor.dim() == 3:
        tensor = tensor.permute(1, 2, 0)
    return tensor.reshape(-1).tolist()


def inputs(rows, shape, scale, shift):
    """Values whose channels have means and deviations of their own."""
    channels = (1, shape[0]) + (1,) * (len(shape) - 1)
    return torch.randn(rows, *shape) * (0.5 + scale * torch.rand(channels)) + shift * torch.randn(channels)


def case(normalization, rows, shape, parameters, forward, state=None):
    """Two training passes, of which the second is recorded with its gradients, then inference on the first input.

    normalization  what the specification of the engine says
    parameters     learned tensors by the last part of the engine's names
    forward        (x, training) -> y
    state          None, or () -> running statistics by the last part of the engine's names, after both passes
    """
    x1, x, dy = inputs(rows, shape, 2, 2), inputs(rows, shape, 1, 1).requires_grad_(), torch.randn(rows, *shape)
    values = {name: turned(p) for name, p in parameters.items()}
    forward(x1, True)
    y = forward(x, True)
    y.backward(dy)
    return {
        "normalization": normalization, "rows": rows, "shape": list(shape), "parameters": values,
        "x1": turned(x1), "x": turned(x), "dy": turned(dy), "y": turned(y), "dx": turned(x.grad),
        "gradients": {name: turned(p.grad) for name, p in parameters.items()},
        "state": {} if state is None else {name: turned(s) for name, s in state().items()},
        "inference": turned(forward(x1, False)),
    }


def learned(*shape, around=0.0):
    """A learned tensor away from its initial value, where a missing factor would not show."""
    return (around + 0.5 * torch.randn(*shape)).requires_grad_()


def write(name, cases):
    lines = ",\n".join(json.dumps(c) for c in cases)
    (HERE / f"normalizers-{name}.json").write_text(f'{{"torch": "{torch.__version__}", "cases": [\n{lines}\n]}}\n')
