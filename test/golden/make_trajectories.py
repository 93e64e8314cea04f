"""Writes trajectories.json: small networks over twenty steps."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from golden import numbers, write


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


write("trajectories.json", {"cases": [
    trajectory("batch norm before sigmoid", True, "before-activation", 0.9, "sigmoid"),
    trajectory("batch norm after relu", True, "after-activation", 0.0, "relu"),
    trajectory("plain tanh", False, "before-activation", 0.5, "tanh"),
]})
