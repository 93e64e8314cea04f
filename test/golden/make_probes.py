"""Writes probes.json: walks along gradients and covariate shifts of small networks in PyTorch, in float64.

Run:  /usr/bin/python3 test/golden/make_probes.py     (PyTorch 1.13; on Debian: apt-get install python3-torch)

Each network stands at its initial numbers and sees one batch, with the statistics of that batch. Numbers go by the names
that the engine gives them. The walk: losses and |grad L(w - a g) - g| at eight multiples a of the gradient g. The shift: for
each dense layer G and G' of definition 2.1 of Santurkar et al. (2018), and the 15th, 50th and 85th percentiles of what enters
each activation over all samples, before and after one update of gradient descent.
"""
import copy

import torch
import torch.nn as nn
import torch.nn.functional as F

from golden import numbers, write

FEATURES, CLASSES, SAMPLES, ROWS, RATE = 5, 3, 40, 16, 0.5
HIDDEN = [7, 6]
MULTIPLES = [0.05 + 0.35 * i / 7 for i in range(8)]
PERCENTS = [15, 50, 85]
WORDS = {"weight": "gamma", "bias": "beta"}


def build(norm, activation):
    layers = []
    for i, (fan_in, fan_out) in enumerate(zip([FEATURES] + HIDDEN, HIDDEN), 1):
        layers += [(f"dense{i}", nn.Linear(fan_in, fan_out, bias=norm is not nn.BatchNorm1d))]
        layers += [] if norm is None else [(f"norm{i}", norm(fan_out))]
        layers += [(f"activation{i}", activation())]
    model = nn.Sequential()
    for name, layer in layers + [(f"dense{len(HIDDEN) + 1}", nn.Linear(HIDDEN[-1], CLASSES))]:
        model.add_module(name, layer)
    torch.manual_seed(5)
    with torch.no_grad():
        for parameter in model.parameters():
            # Few digits keep the file small, and are read back exactly.
            start = 1 if parameter.dim() == 1 else 0
            parameter.copy_((torch.randn_like(parameter) * 0.5 + start).mul(1000).round().div(1000))
    return model


def gradients(model, x, labels):
    loss = F.cross_entropy(model(x), labels)
    return loss.item(), [g.detach() for g in torch.autograd.grad(loss, list(model.parameters()))]


def length(tensors):
    return torch.sqrt(sum((t * t).sum() for t in tensors)).item()


def walk(model, x, labels):
    loss, g = gradients(model, x, labels)
    losses, changes = [], []
    for a in MULTIPLES:
        moved = copy.deepcopy(model)
        with torch.no_grad():
            for parameter, step in zip(moved.parameters(), g):
                parameter.sub_(a * step)
        there, other = gradients(moved, x, labels)
        losses.append(there)
        changes.append(length([o - s for o, s in zip(other, g)]))
    smoothness = max(change / (a * length(g)) for a, change in zip(MULTIPLES, changes))
    return {"loss": loss, "norm": length(g), "losses": losses, "changes": changes, "smoothness": smoothness}


def percentiles(model, x):
    found, z = {}, x
    for name, layer in model.named_children():
        if name.startswith("activation"):
            quantiles = torch.quantile(z, torch.tensor(PERCENTS) / 100, dim=0)
            found[name] = {"values": quantiles, "deviation": z.std(unbiased=False).item()}
        z = layer(z)
    return found


def shift(model, x, labels, everything):
    _, g = gradients(model, x, labels)
    updated = copy.deepcopy(model)
    with torch.no_grad():
        for parameter, step in zip(updated.parameters(), g):
            parameter.sub_(RATE * step)
    shifts, places = {}, [(name, key) for name, layer in model.named_children() for key, _ in layer.named_parameters()]
    names = [name for name, _ in model.named_children()]
    for name in names:
        if not name.startswith("dense"):
            continue
        mixed = copy.deepcopy(model)
        for below in names[: names.index(name)]:
            getattr(mixed, below).load_state_dict(getattr(updated, below).state_dict())
        _, other = gradients(mixed, x, labels)
        mine = [i for i, (owner, _) in enumerate(places) if owner == name]
        before, after = torch.cat([g[i].reshape(-1) for i in mine]), torch.cat([other[i].reshape(-1) for i in mine])
        shifts[name] = {
            "shift": (after - before).norm().item(), "relative": ((after - before).norm() / before.norm()).item(),
            "cosine": (before @ after / before.norm() / after.norm()).item(),
        }
    before, after = percentiles(model, everything), percentiles(updated, everything)
    drifts = {}
    for name, start in before.items():
        drift = (after[name]["values"] - start["values"]).abs().mean().item()
        drifts[name] = {"drift": drift, "relative": drift / start["deviation"], "after": numbers(after[name]["values"])}
    return shifts, drifts


def case(name, norm, activation):
    model = build(norm, activation)
    torch.manual_seed(7)
    x = (torch.randn(SAMPLES, FEATURES) * 4).round() / 4
    labels = torch.randint(0, CLASSES, (SAMPLES,))
    parameters = {}
    for layer, module in model.named_children():
        for key, value in module.named_parameters():
            parameters[f"{layer}.{WORDS[key] if layer.startswith('norm') else key}"] = numbers(value)
    shifts, drifts = shift(model, x[:ROWS], labels[:ROWS], x)
    return {
        "name": name, "x": numbers(x), "labels": labels.tolist(), "parameters": parameters,
        "walk": walk(model, x[:ROWS], labels[:ROWS]), "shifts": shifts, "drifts": drifts,
    }


write("probes.json", {
    "features": FEATURES, "classes": CLASSES, "samples": SAMPLES, "rows": ROWS, "rate": RATE, "hidden": HIDDEN,
    "cases": [
        case("batch", nn.BatchNorm1d, nn.Tanh), case("batch-relu", nn.BatchNorm1d, nn.ReLU), case("layer", nn.LayerNorm, nn.Sigmoid),
        case("none", None, nn.Tanh),
    ],
})
