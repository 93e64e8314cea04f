"""Writes hessian.json: Hessians of small networks by double backward in PyTorch, in float64.

Run:  /usr/bin/python3 test/golden/make_hessian.py     (PyTorch 1.13; on Debian: apt-get install python3-torch)

For each case the mean cross-entropy over a batch, its gradient, the Hessian times a fixed vector, and all eigenvalues of
the Hessian, with the statistics of the batch and (batch normalization in inference) with running ones. Numbers go by the
names that the engine gives them; images and filters are written with their channels last.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

from golden import write

ROWS, CLASSES = 8, 3


def plain(tensor):
    """Channels last, as a flat list."""
    tensor = tensor.detach()
    if tensor.dim() == 4:
        tensor = tensor.permute(0, 2, 3, 1)
    return tensor.reshape(-1).tolist()


def mlp(activation, norm):
    layers = []
    for i, (fan_in, fan_out) in enumerate([(5, 6), (6, 5)], 1):
        layers += [(f"dense{i}", nn.Linear(fan_in, fan_out, bias=norm is not nn.BatchNorm1d))]
        layers += [] if norm is None else [(f"norm{i}", norm(fan_out))]
        layers += [(f"act{i}", activation())]
    return layers + [("dense3", nn.Linear(5, CLASSES))], (5,)


def cnn(activation):
    return [
        ("conv1", nn.Conv2d(2, 3, 3, padding=1, bias=False)), ("norm1", nn.BatchNorm2d(3)), ("act1", activation()), ("pool1", nn.MaxPool2d(2)),
        ("conv2", nn.Conv2d(3, 4, 3, padding=1, bias=False)), ("norm2", nn.BatchNorm2d(4)), ("act2", activation()),
        ("pool2", nn.AdaptiveAvgPool2d(1)), ("flat", nn.Flatten()), ("dense1", nn.Linear(4, CLASSES)),
    ], (2, 6, 6)


def rounded(tensor):
    """Few digits keep the file small, and are read back exactly."""
    return tensor.mul(1000).round().div(1000)


def hessian(name, input, build, statistics):
    torch.manual_seed(29)
    layers, shape = build()
    modules = nn.ModuleList([module for _, module in layers])
    names, parameters, running = [], [], {}
    for layer, module in layers:
        is_norm = isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d, nn.LayerNorm))
        for key, parameter in module.named_parameters():
            parameter.data = rounded(torch.randn_like(parameter) * 0.5 + (1 if is_norm and key == "weight" else 0))
            names.append(f"{layer}.{({'weight': 'gamma', 'bias': 'beta'} if is_norm else {}).get(key, key)}")
            parameters.append(parameter)
        for key, buffer in module.named_buffers():
            if key == "running_mean":
                buffer.copy_(rounded(torch.randn_like(buffer) * 0.3))
            if key == "running_var":
                buffer.copy_(rounded(torch.rand_like(buffer) + 0.5))
            if key.startswith("running"):
                running[f"{layer}.{key}"] = plain(buffer)
    modules.train(statistics == "batch")
    x, labels = rounded(torch.randn(ROWS, *shape)), torch.randint(0, CLASSES, (ROWS,))
    vector = [rounded(torch.randn_like(parameter)) for parameter in parameters]
    y = x
    for module in modules:
        y = module(y)
    loss = F.cross_entropy(y, labels)
    gradient = torch.autograd.grad(loss, parameters, create_graph=True)
    times = lambda v: torch.autograd.grad(gradient, parameters, grad_outputs=v, retain_graph=True)
    product = times(vector)

    flat = torch.cat([g.reshape(-1) for g in gradient])
    rows = [torch.cat([h.reshape(-1) for h in torch.autograd.grad(entry, parameters, retain_graph=True)]) for entry in flat]
    matrix = torch.stack(rows)
    by_name = lambda tensors: {key: plain(tensor) for key, tensor in zip(names, tensors)}
    return {
        "name": name, "model": input, "statistics": statistics, "shape": list(shape), "rows": ROWS, "classes": CLASSES,
        "x": plain(x), "labels": labels.tolist(), "parameters": by_name(parameters), "running": running, "vector": by_name(vector),
        "loss": loss.item(), "gradient": by_name(gradient), "product": by_name(product),
        "eigenvalues": torch.linalg.eigvalsh((matrix + matrix.T) / 2).flip(0).tolist(),
    }


def perceptron(activation, normalization):
    return {"kind": "mlp", "hidden": [6, 5], "activation": activation, "normalization": {"type": normalization}}


ACTIVATIONS = {"tanh": nn.Tanh, "relu": nn.ReLU}
NORMS = {"batch": nn.BatchNorm1d, "layer": nn.LayerNorm, "none": None}
cases = []
for activation, make in ACTIVATIONS.items():
    for normalization, norm in NORMS.items():
        for statistics in ["batch", "running"] if normalization == "batch" else ["batch"]:
            cases.append(hessian(f"{activation}, {normalization}", perceptron(activation, normalization), lambda: mlp(make, norm), statistics))
    for statistics in ["batch", "running"]:
        input = {"kind": "cnn", "channels": [3, 4], "activation": activation}
        cases.append(hessian(f"convolutions, {activation}", input, lambda: cnn(make), statistics))
write("hessian.json", {"cases": cases})
