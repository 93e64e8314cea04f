"""Writes activations.json: every activation with its derivative, and tanh and erf with a learned slope and shift."""
import torch
import torch.nn.functional as F

from golden import numbers, write


def activations():
    functions = {
        "sigmoid": torch.sigmoid, "tanh": torch.tanh, "scaled-tanh": lambda x: 1.7159 * torch.tanh(2 * x / 3),
        "relu": torch.relu, "leaky-relu": F.leaky_relu, "elu": F.elu, "gelu": F.gelu, "silu": F.silu, "softplus": F.softplus,
        "identity": lambda x: x * 1,
    }
    torch.manual_seed(1)
    base = torch.cat([torch.randn(41) * 3, torch.tensor([-30.0, -1e-3, 1e-3, 0.6585, 1.3170, 30.0])])
    cases = []
    for name, function in functions.items():
        x = base.clone().requires_grad_()
        y = function(x)
        y.backward(torch.ones_like(y))
        cases.append({"name": name, "x": numbers(x), "y": numbers(y), "dx": numbers(x.grad)})
    scaled = []
    for name, function in (("tanh", torch.tanh), ("erf", torch.erf)):
        x, dy = base.clone().requires_grad_(), torch.randn(base.shape)
        slope, shift = torch.tensor(0.7, requires_grad=True), torch.tensor(-0.3, requires_grad=True)
        y = function(slope * x + shift)
        y.backward(dy)
        scaled.append({
            "name": name, "slope": slope.item(), "shift": shift.item(), "x": numbers(x), "dy": numbers(dy),
            "y": numbers(y), "dx": numbers(x.grad), "dslope": slope.grad.item(), "dshift": shift.grad.item(),
        })
    write("activations.json", {"cases": cases, "scaled": scaled})


activations()
