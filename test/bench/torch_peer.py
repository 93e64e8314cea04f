"""Training steps in PyTorch for `npm run bench -- --peer torch`: the argument describes a workload; for each line of
milliseconds on standard input it trains about that long and answers with microseconds a step."""
import json
import sys
import time

import torch
from torch import nn

ACTIVATIONS = {"sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "relu": nn.ReLU}

torch.set_num_threads(1)
torch.manual_seed(1)
workload = json.loads(sys.argv[1])
shape, outputs, batch = workload["shape"], workload["outputs"], workload["batch"]
normalized = workload["normalization"] == "batch"
activation = ACTIVATIONS[workload["activation"]]


def mlp(hidden):
    layers, inputs = [], shape[0]
    for units in hidden:
        layers += [nn.Linear(inputs, units)] + ([nn.BatchNorm1d(units)] if normalized else []) + [activation()]
        inputs = units
    return layers + [nn.Linear(inputs, outputs)]


def cnn(channels):
    layers, inputs = [], shape[0]
    for index, filters in enumerate(channels):
        layers.append(nn.Conv2d(inputs, filters, 3, padding=1))
        layers += ([nn.BatchNorm2d(filters)] if normalized else []) + [activation()]
        if index < len(channels) - 1:
            layers.append(nn.MaxPool2d(2))
        inputs = filters
    return layers + [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, outputs)]


model = nn.Sequential(*(mlp(workload["hidden"]) if workload["kind"] == "mlp" else cnn(workload["channels"])))
x, labels = torch.randn(batch, *shape), torch.randint(0, outputs, (batch,))
optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
loss = nn.CrossEntropyLoss()

for line in sys.stdin:
    start, steps, elapsed = time.perf_counter(), 0, 0.0
    while elapsed < float(line) / 1000:
        optimizer.zero_grad(set_to_none=True)
        loss(model(x), labels).backward()
        optimizer.step()
        steps += 1
        elapsed = time.perf_counter() - start
    print(elapsed / steps * 1e6, flush=True)
