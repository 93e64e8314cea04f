"""Writes normalizers-*.json of normalizers over the batch and without statistics, and reparameterizations.json, in float64.

Run:  /usr/bin/python3 test/golden/make_batch_normalizers.py     (PyTorch 1.13; on Debian: apt-get install python3-torch)
Batch normalization (1-d, 2-d), ghost batches (made of it) and weight normalization are PyTorch's modules. PyTorch 1.13 has
no others: those are their formulas in torch operations, with gradients by autograd.
"""
import torch
import torch.nn as nn

import golden
from normalizer_cases import DENSE, IMAGES, case, learned, write

EPS = 1e-5


def channel(parameter, x):
    """One number a channel, ready to be broadcast."""
    return parameter.reshape((1, -1) + (1,) * (x.dim() - 2))


def flat(x):
    """values x channels."""
    return x.transpose(0, 1).reshape(x.shape[1], -1).T


def unflat(values, x):
    shape = (x.shape[1], x.shape[0]) + tuple(x.shape[2:])
    return values.T.reshape(shape).transpose(0, 1)


def affine(channels, wanted=True):
    return {"gamma": learned(channels, around=1.0), "beta": learned(channels)} if wanted else {}


def mapped(parameters, y):
    return channel(parameters["gamma"], y) * y + channel(parameters["beta"], y) if parameters else y


def batch_module(shape, momentum, wanted=True, eps=EPS):
    module = (nn.BatchNorm1d if len(shape) == 1 else nn.BatchNorm2d)(shape[0], eps=eps, momentum=momentum, affine=wanted)
    parameters = affine(shape[0], wanted)
    if wanted:
        module.weight, module.bias = nn.Parameter(parameters["gamma"].detach()), nn.Parameter(parameters["beta"].detach())
        parameters = {"gamma": module.weight, "beta": module.bias}
    return module, parameters


def batch():
    """Running statistics with a momentum, or the plain average over all batches; the last case is one image."""
    torch.manual_seed(11)
    cases = []
    for momentum, wanted, eps, rows, shape in [
        (0.1, True, 1e-5, *DENSE[0]), (None, True, 1e-5, *DENSE[0]), (0.3, False, 1e-3, *DENSE[1]), (0.1, True, 1e-2, 2, (4,)),
        (0.1, True, 1e-5, *IMAGES[0]), (None, True, 1e-3, *IMAGES[1]), (0.3, False, 1e-5, *IMAGES[0]), (0.1, True, 1e-5, 1, (3, 2, 2)),
    ]:
        module, parameters = batch_module(shape, momentum, wanted, eps)
        spec = {"type": "batch", "momentum": momentum, "eps": eps, "center": wanted, "scale": wanted}
        state = lambda: {"running_mean": module.running_mean, "running_var": module.running_var}
        cases.append(case(spec, rows, shape, parameters, lambda x, training: module.train(training)(x), state))
    write("batch", cases)


def ghost():
    """PyTorch's batch normalization on one part of the batch after the other."""
    torch.manual_seed(12)
    cases = []
    for size, sizes, momentum, wanted, rows, shape in [
        (3, [3, 3], 0.1, True, 6, (5,)), (4, [4, 2], None, False, 6, (3,)), (2, [2, 2, 3], 0.3, True, 7, (4,)),
        (2, [2, 1], 0.1, True, 3, (4, 3, 2)), (2, [2, 2], 0.1, False, 4, (2, 2, 2)),
    ]:
        module, parameters = batch_module(shape, momentum, wanted)

        def forward(x, training):
            module.train(training)
            return torch.cat([module(part) for part in x.split(sizes)]) if training else module(x)

        spec = {"type": "ghost-batch", "size": size, "momentum": momentum, "center": wanted, "scale": wanted}
        state = lambda: {"running_mean": module.running_mean, "running_var": module.running_var}
        cases.append(case(spec, rows, shape, parameters, forward, state))
    write("ghost-batch", cases)


def renorm():
    """Algorithm 1; the second batch is corrected with what the first left."""
    torch.manual_seed(13)
    cases = []
    for momentum, r_max, d_max, wanted, rows, shape in [
        (0.3, 3.0, 5.0, True, *DENSE[0]), (0.3, 1.2, 0.1, True, *DENSE[0]), (None, 1e3, 1e3, False, *DENSE[1]),
        (0.1, 1.5, 0.5, True, *IMAGES[0]), (0.2, 1.1, 5.0, False, *IMAGES[1]),
    ]:
        parameters = affine(shape[0], wanted)
        running = {"running_mean": torch.zeros(shape[0]), "running_std": torch.ones(shape[0])}
        seen = [0]

        def forward(x, training):
            mean, std = running["running_mean"], running["running_std"]
            if not training:
                return mapped(parameters, (x - channel(mean, x)) / channel(std, x))
            v = flat(x)
            mean_b, std_b = v.mean(0), (v.var(0, unbiased=False) + EPS).sqrt()
            r = (std_b / std).clamp(1 / r_max, r_max).detach()
            d = ((mean_b - mean) / std).clamp(-d_max, d_max).detach()
            seen[0] += 1
            weight = 1 / seen[0] if momentum is None else momentum
            running["running_mean"] = mean + weight * (mean_b.detach() - mean)
            running["running_std"] = std + weight * (std_b.detach() - std)
            return mapped(parameters, unflat((v - mean_b) / std_b * r + d, x))

        spec = {
            "type": "batch-renorm", "momentum": momentum, "rMax": r_max, "dMax": d_max, "warmup": 0, "ramp": 0,
            "center": wanted, "scale": wanted,
        }
        cases.append(case(spec, rows, shape, parameters, forward, lambda: running))
    write("batch-renorm", cases)


def whitening(covariance, iterations):
    """Newton's iterations of 1904.03441."""
    trace = covariance.trace()
    n, p = covariance / trace, torch.eye(len(covariance))
    for _ in range(iterations):
        p = 1.5 * p - 0.5 * p @ p @ p @ n
    return p / trace.sqrt()


def decorrelated():
    torch.manual_seed(14)
    cases = []
    for group, iterations, momentum, wanted, rows, shape in [
        (5, 5, 0.1, True, 8, (5,)), (4, 5, 0.3, True, 9, (6,)), (3, 9, None, False, 7, (7,)), (16, 5, 0.1, True, *DENSE[0]),
        (2, 5, 0.1, True, *IMAGES[0]), (4, 3, 0.2, False, *IMAGES[1]),
    ]:
        channels = shape[0]
        parameters = affine(channels, wanted)
        width = min(group, channels)
        groups = [slice(start, min(start + group, channels)) for start in range(0, channels, group)]
        covariances = {g.start: torch.eye(g.stop - g.start) for g in groups}
        mean = [torch.zeros(channels)]
        seen = [0]

        def forward(x, training):
            v = flat(x)
            seen[0] += training
            weight = 1 / seen[0] if momentum is None else momentum
            centred = v - (v.mean(0) if training else mean[0])
            if training:
                mean[0] = (1 - weight) * mean[0] + weight * v.mean(0).detach()
            parts = []
            for g in groups:
                part = centred[:, g]
                covariance = part.T @ part / len(v) if training else covariances[g.start]
                if training:
                    unbiased = covariance.detach() * len(v) / (len(v) - 1)
                    covariances[g.start] = (1 - weight) * covariances[g.start] + weight * unbiased
                parts.append(part @ whitening(covariance + EPS * torch.eye(len(covariance)), iterations).T)
            return mapped(parameters, unflat(torch.cat(parts, 1), x))

        def state():
            rows_of = [nn.functional.pad(c, (0, width - len(c))) for c in covariances.values()]
            return {"running_mean": mean[0], "running_cov": torch.cat(rows_of)}

        spec = {
            "type": "decorrelated-batch", "groupSize": group, "iterations": iterations, "momentum": momentum,
            "center": wanted, "scale": wanted,
        }
        cases.append(case(spec, rows, shape, parameters, forward, state))
    write("decorrelated-batch", cases)


def dynamic(kind):
    torch.manual_seed(15)
    cases = []
    for wanted, rows, shape in [(True, *DENSE[0]), (False, *DENSE[1]), (True, *IMAGES[0]), (False, *IMAGES[1])]:
        parameters = {**affine(shape[0], wanted), "alpha": learned(1, around=0.5)}
        if kind == "erf":
            parameters["shift"] = learned(1)

        def forward(x, _):
            t = torch.tanh(parameters["alpha"] * x) if kind == "tanh" else torch.erf(parameters["alpha"] * x + parameters["shift"])
            return channel(parameters["gamma"], x) * t + channel(parameters["beta"], x) if wanted else t

        cases.append(case({"type": f"dynamic-{kind}", "center": wanted, "scale": wanted}, rows, shape, parameters, forward))
    write(f"dynamic-{kind}", cases)


def reparameterizations():
    torch.manual_seed(16)
    cases = []
    for units, fan_in in [(3, 5), (2, 18), (4, 2)]:
        layer = nn.utils.weight_norm(nn.Linear(fan_in, units, bias=False))
        nn.init.normal_(layer.weight_v)
        nn.init.normal_(layer.weight_g)
        dw = torch.randn(units, fan_in)
        layer(torch.eye(fan_in))  # computes the weight
        layer.weight.backward(dw)
        cases.append({
            "spec": {"type": "weight-norm"}, "units": units, "fanIn": fan_in, "dw": golden.numbers(dw), "w": golden.numbers(layer.weight),
            "parameters": {"weight_g": golden.numbers(layer.weight_g), "weight_v": golden.numbers(layer.weight_v)},
            "gradients": {"weight_g": golden.numbers(layer.weight_g.grad), "weight_v": golden.numbers(layer.weight_v.grad)},
        })
    for units, fan_in, eps in [(3, 5, 1e-5), (2, 18, 1e-2), (4, 2, 1e-5)]:
        v, dw = learned(units, fan_in, around=0.3), torch.randn(units, fan_in)
        std, mean = torch.std_mean(v, dim=1, keepdim=True)
        w = (v - mean) / (std + eps)
        w.backward(dw)
        cases.append({
            "spec": {"type": "weight-standardization", "eps": eps}, "units": units, "fanIn": fan_in,
            "dw": golden.numbers(dw), "w": golden.numbers(w),
            "parameters": {"weight": golden.numbers(v)}, "gradients": {"weight": golden.numbers(v.grad)},
        })
    golden.write("reparameterizations.json", {"cases": cases})


batch()
ghost()
renorm()
decorrelated()
dynamic("tanh")
dynamic("erf")
reparameterizations()
