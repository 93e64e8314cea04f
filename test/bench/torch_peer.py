"""Training steps in PyTorch for compare.ts: the argument describes a workload; for each line of milliseconds on standard
input it trains about that long and answers with microseconds a step."""
import json
import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(1)
workload = json.loads(sys.argv[1])
widths, batch = workload["widths"], workload["batch"]
activation = {"sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "relu": nn.ReLU}[workload["activation"]]
layers = []
for index, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
    layers.append(nn.Linear(inputs, outputs))
    if index < len(widths) - 2:
        if workload["normalization"] == "batch":
            layers.append(nn.BatchNorm1d(outputs))
        layers.append(activation())
model = nn.Sequential(*layers)
x, labels = torch.randn(batch, widths[0]), torch.randint(0, widths[-1], (batch,))
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
