"""Writes networks.json: fifty steps of a perceptron, a convolutional network and a residual network in PyTorch, in float64.

Run:  /usr/bin/python3 test/golden/make_networks.py     (PyTorch 1.13; on Debian: apt-get install python3-torch)

Numbers go by the names that the engine gives them. Images and filters are written with their channels last, as the engine
keeps them: a filter is kernel height x kernel width x input channels.
"""
import json
import pathlib

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
HERE = pathlib.Path(__file__).parent
STEPS, BATCHES, ROWS, CLASSES = 50, 4, 6, 3


def plain(tensor):
    """Channels last, as a flat list."""
    tensor = tensor.detach()
    if tensor.dim() == 4:
        tensor = tensor.permute(0, 2, 3, 1)
    return tensor.reshape(-1).tolist()


class Chain(nn.Module):
    """Layers by the engine's names, dots written as double underscores."""

    def __init__(self, layers):
        super().__init__()
        self.names = [name for name, _ in layers]
        for name, layer in layers:
            self.add_module(name.replace(".", "__"), layer)

    def forward(self, x):
        for name in self.names:
            x = getattr(self, name.replace(".", "__"))(x)
        return x


class Block(nn.Module):
    def __init__(self, branch, shortcut):
        super().__init__()
        self.branch, self.shortcut = branch, shortcut

    def forward(self, x):
        return self.branch(x) + self.shortcut(x)


def mlp():
    layers = []
    for i, (fan_in, fan_out) in enumerate([(5, 7), (7, 6)], 1):
        layers += [(f"dense{i}", nn.Linear(fan_in, fan_out, bias=False)), (f"norm{i}", nn.BatchNorm1d(fan_out)), (f"act{i}", nn.Tanh())]
    return Chain(layers + [("dense3", nn.Linear(6, CLASSES))]), (5,)


def cnn():
    return Chain([
        ("conv1", nn.Conv2d(2, 3, 3, padding=1, bias=False)), ("norm1", nn.BatchNorm2d(3)), ("act1", nn.ReLU()), ("pool1", nn.MaxPool2d(2)),
        ("conv2", nn.Conv2d(3, 5, 3, padding=1, bias=False)), ("norm2", nn.BatchNorm2d(5)), ("act2", nn.ReLU()),
        ("pool2", nn.AdaptiveAvgPool2d(1)), ("flat", nn.Flatten()), ("dense1", nn.Linear(5, CLASSES)),
    ]), (2, 7, 6)


def resnet():
    """Depth 8, He et al. (2016), section 4.2: three stages of one block."""
    def conv(i, o, kernel, stride):
        return nn.Conv2d(i, o, kernel, stride=stride, padding=kernel // 2, bias=False)

    layers = [("conv1", conv(2, 3, 3, 1)), ("norm1", nn.BatchNorm2d(3)), ("act1", nn.ReLU())]
    for b, (i, o, stride) in enumerate([(3, 3, 1), (3, 6, 2), (6, 12, 2)], 1):
        branch = Chain([
            (f"block{b}.conv1", conv(i, o, 3, stride)), (f"block{b}.norm1", nn.BatchNorm2d(o)), (f"block{b}.act", nn.ReLU()),
            (f"block{b}.conv2", conv(o, o, 3, 1)), (f"block{b}.norm2", nn.BatchNorm2d(o)),
        ])
        shortcut = Chain([] if stride == 1 else [
            (f"block{b}.shortcut.conv1", conv(i, o, 1, stride)), (f"block{b}.shortcut.norm1", nn.BatchNorm2d(o)),
        ])
        layers += [(f"sum{b}", Block(branch, shortcut)), (f"after{b}", nn.ReLU())]
    return Chain(layers + [("pool", nn.AdaptiveAvgPool2d(1)), ("flat", nn.Flatten()), ("dense1", nn.Linear(12, CLASSES))]), (2, 8, 8)


WORDS = {"weight": "gamma", "bias": "beta"}


def named(model, buffers):
    result = {}
    for path, module in model.named_modules():
        name = path.split(".")[-1].replace("__", ".")
        norm = isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d))
        if buffers:
            result.update({f"{name}.{key}": plain(value) for key, value in module.named_buffers(recurse=False) if "running" in key})
        else:
            result.update({f"{name}.{WORDS[key] if norm else key}": plain(value) for key, value in module.named_parameters(recurse=False)})
    return result


def trajectory(kind, build, rate, momentum):
    torch.manual_seed(11)
    model, shape = build()
    with torch.no_grad():
        for parameter in model.parameters():
            # Few digits keep the file small, and are read back exactly.
            parameter.copy_((torch.randn_like(parameter) * 0.4 + (1 if parameter.dim() == 1 else 0)).mul(1000).round().div(1000))
    initial = named(model, False)
    batches = [((torch.randn(ROWS, *shape) * 100).round() / 100, torch.randint(0, CLASSES, (ROWS,))) for _ in range(BATCHES)]
    optimizer = torch.optim.SGD(model.parameters(), lr=rate, momentum=momentum)
    losses, first = [], None
    for step in range(STEPS):
        x, labels = batches[step % BATCHES]
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), labels)
        loss.backward()
        if first is None:
            first = gradients(model)
        optimizer.step()
        losses.append(loss.item())
    model.eval()
    return {
        "kind": kind, "shape": list(shape), "rows": ROWS, "classes": CLASSES, "rate": rate, "momentum": momentum, "initial": initial,
        "batches": [{"x": plain(x), "labels": labels.tolist()} for x, labels in batches], "losses": losses, "gradients": first,
        "running": named(model, True), "inference": plain(model(batches[0][0])),
    }


def gradients(model):
    values = [parameter.grad for parameter in model.parameters()]
    names = list(named(model, False))
    return {name: plain(value) for name, value in zip(names, values)}


cases = [trajectory("mlp", mlp, 0.1, 0.5), trajectory("cnn", cnn, 0.05, 0.9), trajectory("resnet", resnet, 0.02, 0.9)]
(HERE / "networks.json").write_text(json.dumps({"torch": torch.__version__, "cases": cases}) + "\n")
