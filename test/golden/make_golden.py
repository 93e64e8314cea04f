"""Writes the golden files beside this script: PyTorch's numbers, in float64, for the engine to be compared with.

Run:  /usr/bin/python3 test/golden/make_golden.py     (PyTorch 1.13; on Debian: apt-get install python3-torch)
The files are checked in; the tests need neither Python nor PyTorch.
"""
import json
import pathlib

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
HERE = pathlib.Path(__file__).parent


def numbers(tensor):
    return tensor.detach().reshape(-1).tolist()


def write(name, value):
    (HERE / name).write_text(json.dumps({"torch": torch.__version__, **value}) + "\n")


def batch_norm():
    """Training twice (running statistics move twice), gradients of the second pass, then inference."""
    cases = []
    for rows, channels, eps, momentum, affine in [
        (5, 3, 1e-5, 0.1, True), (2, 4, 1e-3, 0.3, True), (60, 7, 1e-5, 0.1, True), (6, 2, 1e-5, 0.9, False),
    ]:
        torch.manual_seed(rows)
        layer = nn.BatchNorm1d(channels, eps=eps, momentum=momentum, affine=affine)
        if affine:
            nn.init.normal_(layer.weight)
            nn.init.normal_(layer.bias)
        x1 = torch.randn(rows, channels) * 3 + 2
        x2 = (torch.randn(rows, channels) * 0.5 - 1).requires_grad_()
        dy = torch.randn(rows, channels)
        layer(x1)
        y = layer(x2)
        y.backward(dy)
        layer.eval()
        cases.append({
            "rows": rows, "channels": channels, "eps": eps, "momentum": momentum,
            "gamma": numbers(layer.weight) if affine else None, "beta": numbers(layer.bias) if affine else None,
            "x1": numbers(x1), "x2": numbers(x2), "dy": numbers(dy), "y": numbers(y), "dx": numbers(x2.grad),
            "dgamma": numbers(layer.weight.grad) if affine else None,
            "dbeta": numbers(layer.bias.grad) if affine else None,
            "runningMean": numbers(layer.running_mean), "runningVariance": numbers(layer.running_var),
            "inference": numbers(layer(x1)),
        })
    write("batch-norm.json", {"cases": cases})


def activations():
    functions = {
        "sigmoid": torch.sigmoid, "tanh": torch.tanh, "scaled-tanh": lambda x: 1.7159 * torch.tanh(2 * x / 3),
        "relu": torch.relu, "identity": lambda x: x * 1,
    }
    torch.manual_seed(1)
    base = torch.cat([torch.randn(41) * 3, torch.tensor([-30.0, -1e-3, 1e-3, 0.6585, 1.3170, 30.0])])
    cases = []
    for name, function in functions.items():
        x = base.clone().requires_grad_()
        y = function(x)
        y.backward(torch.ones_like(y))
        cases.append({"name": name, "x": numbers(x), "y": numbers(y), "dx": numbers(x.grad)})
    write("activations.json", {"cases": cases})


def losses():
    torch.manual_seed(2)
    z = (torch.randn(7, 4) * 3).requires_grad_()
    labels = torch.tensor([0, 3, 1, 1, 2, 0, 3])
    entropy = F.cross_entropy(z, labels)
    entropy.backward()
    y = torch.randn(7, 4).requires_grad_()
    square = F.mse_loss(y, F.one_hot(labels, 4).double())
    square.backward()
    write("losses.json", {
        "rows": 7, "classes": 4, "labels": labels.tolist(),
        "crossEntropy": {"z": numbers(z), "loss": entropy.item(), "dz": numbers(z.grad)},
        "meanSquaredError": {"y": numbers(y), "loss": square.item(), "dy": numbers(y.grad)},
    })


def trajectory(name, normalization, placement, momentum, activation):
    """Twenty steps of a 6-8-5-3 network from given weights on given batches."""
    torch.manual_seed(3)
    widths, rows = [6, 8, 5], 10
    function = {"sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "relu": nn.ReLU}[activation]
    layers = []
    for fan_in, fan_out in zip(widths[:-1], widths[1:]):
        before = normalization and placement == "before-activation"
        layers.append(nn.Linear(fan_in, fan_out, bias=not before))
        if before:
            layers.append(nn.BatchNorm1d(fan_out))
        layers.append(function())
        if normalization and not before:
            layers.append(nn.BatchNorm1d(fan_out))
    layers.append(nn.Linear(widths[-1], 3))
    model = nn.Sequential(*layers)
    initial = [numbers(p) for p in model.parameters()]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2, momentum=momentum)
    batches, results = [], []
    for _ in range(20):
        x, labels = torch.randn(rows, 6) * 2 + 1, torch.randint(0, 3, (rows,))
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), labels)
        loss.backward()
        optimizer.step()
        batches.append({"x": numbers(x), "labels": labels.tolist()})
        results.append(loss.item())
    model.eval()
    return {
        "name": name, "normalization": normalization, "placement": placement, "momentum": momentum,
        "activation": activation, "rows": rows, "initial": initial, "batches": batches, "losses": results,
        "final": [numbers(p) for p in model.parameters()],
        "buffers": [numbers(b) for n, b in model.named_buffers() if "running" in n],
        "inference": numbers(model(torch.tensor(batches[0]["x"]).reshape(rows, 6))),
    }


batch_norm()
activations()
losses()
write("trajectories.json", {"cases": [
    trajectory("batch norm before sigmoid", True, "before-activation", 0.9, "sigmoid"),
    trajectory("batch norm after relu", True, "after-activation", 0.0, "relu"),
    trajectory("plain tanh", False, "before-activation", 0.5, "tanh"),
]})
