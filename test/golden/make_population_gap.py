"""Writes population-gap.json: population statistics of a small network in PyTorch, and how far its running ones are from them.

Run:  /usr/bin/python3 test/golden/make_population_gap.py     (PyTorch 1.13; on Debian: apt-get install python3-torch)

PyTorch has no name for population statistics; with momentum None its running ones are the plain averages over the batches
that pass, means and unbiased variances, which are Ioffe and Szegedy's (2015, Algorithm 2).
"""
import copy

import torch
import torch.nn as nn
import torch.nn.functional as F

from golden import numbers, write

ROWS, BATCHES, CLASSES = 8, 5, 3


def few_digits(tensor):
    """Few digits keep the file small, and are read back exactly."""
    return tensor.mul(1000).round().div(1000)


def network():
    torch.manual_seed(4)
    model = nn.Sequential(
        nn.Linear(5, 7, bias=False), nn.BatchNorm1d(7), nn.Tanh(),
        nn.Linear(7, 6, bias=False), nn.BatchNorm1d(6), nn.Tanh(), nn.Linear(6, CLASSES),
    )
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(few_digits(torch.randn_like(parameter) * 0.5 + (1 if parameter.dim() == 1 else 0)))
        for norm in norms(model):
            norm.running_mean.copy_(few_digits(torch.randn_like(norm.running_mean) * 0.3))
            norm.running_var.copy_(few_digits(torch.rand_like(norm.running_var) * 2 + 0.2))
    return model


def norms(model):
    return [module for module in model if isinstance(module, nn.BatchNorm1d)]


def score(model, x, labels):
    with torch.no_grad():
        outputs = model(x)
    return {"loss": F.cross_entropy(outputs, labels).item(), "accuracy": (outputs.argmax(1) == labels).double().mean().item()}


model = network()
train = few_digits(torch.randn(ROWS * BATCHES, 5) * 1.5 + 0.7)
x, labels = few_digits(torch.randn(30, 5) + 0.5), torch.randint(0, CLASSES, (30,))

precise = copy.deepcopy(model)
for norm in norms(precise):
    norm.reset_running_stats()
    norm.momentum = None
precise.train()
with torch.no_grad():
    for batch in train.split(ROWS):
        precise(batch)

layers = []
for running, population in zip(norms(model), norms(precise)):
    mean, variance, eps = population.running_mean, population.running_var, population.eps
    layers.append({
        "mean": numbers(mean), "variance": numbers(variance),
        "z": numbers((running.running_mean - mean).abs() / (variance + eps).sqrt()),
        "ratio": numbers(((running.running_var + eps) / (variance + eps)).log().abs()),
    })

names = ["dense1.weight", "norm1.gamma", "norm1.beta", "dense2.weight", "norm2.gamma", "norm2.beta", "dense3.weight", "dense3.bias"]
state = {name: numbers(parameter) for name, parameter in zip(names, model.parameters())}
for i, norm in enumerate(norms(model), 1):
    state[f"norm{i}.running_mean"], state[f"norm{i}.running_var"] = numbers(norm.running_mean), numbers(norm.running_var)

write("population-gap.json", {
    "rows": ROWS, "train": numbers(train), "x": numbers(x), "labels": labels.tolist(), "state": state, "layers": layers,
    "scores": {
        "running": score(copy.deepcopy(model).eval(), x, labels),
        "batch": score(copy.deepcopy(model).train(), x, labels),
        "precise": score(precise.eval(), x, labels),
    },
})
