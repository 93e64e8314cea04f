"""Writes normalizers-*.json: layer, instance, group, RMS, filter response and switchable normalization in float64.

Run:  /usr/bin/python3 test/golden/make_normalizers.py     (PyTorch 1.13; on Debian: apt-get install python3-torch)
The first three are PyTorch's modules. PyTorch 1.13 has no others: those are their formulas in torch operations, with
gradients by autograd.
"""
import torch
import torch.nn as nn

from normalizer_cases import DENSE, IMAGES, case, learned, write


def of_module(module, named):
    """Gives the module random parameters; returns them by our names."""
    parameters = {}
    for ours, theirs in named.items():
        parameter = getattr(module, theirs)
        if parameter is not None:
            nn.init.normal_(parameter, mean=1.0 if theirs == "weight" else 0.0, std=0.5)
            parameters[ours] = parameter
    return parameters


AFFINE = {"gamma": "weight", "beta": "bias"}


def layer():
    torch.manual_seed(1)
    cases = []
    for eps, affine in [(1e-5, True), (1e-3, False)]:
        for rows, shape in DENSE + IMAGES:
            module = nn.LayerNorm(shape, eps=eps, elementwise_affine=affine)
            spec = {"type": "layer", "eps": eps, "center": affine, "scale": affine}
            cases.append(case(spec, rows, shape, of_module(module, AFFINE), lambda x, _: module(x)))
    write("layer", cases)


def instance():
    torch.manual_seed(2)
    cases = []
    for eps, affine in [(1e-5, True), (1e-3, False)]:
        for rows, shape in IMAGES + [(4, (3, 1, 7))]:
            module = nn.InstanceNorm2d(shape[0], eps=eps, affine=affine)
            spec = {"type": "instance", "eps": eps, "center": affine, "scale": affine}
            cases.append(case(spec, rows, shape, of_module(module, AFFINE), lambda x, _: module(x)))
    # One row of positions is what InstanceNorm1d is for.
    line = nn.InstanceNorm1d(3, affine=True)
    spec = {"type": "instance", "center": True, "scale": True}
    forward = lambda x, _: line(x[:, :, 0, :])[:, :, None, :]
    cases.append(case(spec, 4, (3, 1, 7), of_module(line, AFFINE), forward))
    write("instance", cases)


def group():
    torch.manual_seed(3)
    cases = []
    for groups, rows, shape in [
        (2, 3, (8,)), (4, 2, (12,)), (1, 2, (5,)), (2, 3, (4, 3, 2)), (3, 2, (6, 2, 5)), (6, 2, (6, 2, 5)),
    ]:
        for eps, affine in [(1e-5, True), (1e-3, False)]:
            module = nn.GroupNorm(groups, shape[0], eps=eps, affine=affine)
            spec = {"type": "group", "groups": groups, "eps": eps, "center": affine, "scale": affine}
            cases.append(case(spec, rows, shape, of_module(module, AFFINE), lambda x, _: module(x)))
    write("group", cases)


def rms():
    torch.manual_seed(4)
    cases = []
    for eps, scale in [(2.0**-23, True), (1e-3, False)]:
        for rows, shape in DENSE + IMAGES:
            parameters = {"gamma": learned(*shape, around=1.0)} if scale else {}

            def forward(x, _):
                axes = tuple(range(1, x.dim()))
                y = x / torch.sqrt((x * x).mean(axes, keepdim=True) + eps)
                return y * parameters["gamma"] if scale else y

            cases.append(case({"type": "rms", "eps": eps, "scale": scale}, rows, shape, parameters, forward))
    write("rms", cases)


def channel(parameter, x):
    """One number a channel, ready to be broadcast."""
    return parameter.reshape((1, -1) + (1,) * (x.dim() - 2))


def filter_response():
    torch.manual_seed(5)
    cases = []
    for eps, threshold, rows, shape in [
        (1e-6, True, *IMAGES[0]), (1e-6, True, *IMAGES[1]), (1e-3, False, *IMAGES[0]), (0.3, True, *DENSE[0]),
    ]:
        names = {"gamma": 1.0, "beta": 0.0, **({"tau": 0.0} if threshold else {})}
        parameters = {name: learned(shape[0], around=around) for name, around in names.items()}

        def forward(x, _):
            gamma, beta, tau = (channel(parameters[name], x) if name in parameters else None for name in ("gamma", "beta", "tau"))
            nu2 = (x * x).mean(tuple(range(2, x.dim())), keepdim=True) if x.dim() > 2 else x * x
            y = gamma * x * torch.rsqrt(nu2 + abs(eps)) + beta
            return torch.maximum(y, tau) if threshold else y

        spec = {"type": "filter-response", "eps": eps, "threshold": threshold}
        cases.append(case(spec, rows, shape, parameters, forward))
    write("filter-response", cases)


def switchable():
    torch.manual_seed(6)
    cases = []
    for momentum, affine, rows, shape in [
        (0.1, True, *DENSE[0]), (0.3, False, *DENSE[1]), (0.1, True, *IMAGES[0]), (0.3, False, *IMAGES[1]),
    ]:
        eps, channels, positions = 1e-5, shape[0], torch.Size(shape[1:]).numel()
        parameters = {"gamma": learned(channels, around=1.0), "beta": learned(channels)} if affine else {}
        parts = 3 if positions > 1 else 2
        parameters["mean_logits"] = learned(parts)
        parameters["variance_logits"] = learned(parts)
        running = {"running_mean": torch.zeros(channels), "running_var": torch.ones(channels)}

        def forward(x, training):
            flat = x.reshape(x.shape[0], channels, positions)
            moments = lambda axes: (flat.mean(axes, keepdim=True), flat.var(axes, unbiased=False, keepdim=True))
            if training:
                batch = moments((0, 2))
                for name, value in zip(running, batch):
                    running[name] = (1 - momentum) * running[name] + momentum * value.detach().reshape(-1)
            else:
                batch = tuple(value.reshape(1, -1, 1) for value in running.values())
            all_parts = ([moments((2,))] if positions > 1 else []) + [moments((1, 2)), batch]
            w = torch.softmax(parameters["mean_logits"], 0)
            v = torch.softmax(parameters["variance_logits"], 0)
            mean = sum(weight * m for weight, (m, _) in zip(w, all_parts))
            variance = sum(weight * s for weight, (_, s) in zip(v, all_parts))
            y = ((flat - mean) / torch.sqrt(variance + eps)).reshape(x.shape)
            return channel(parameters["gamma"], x) * y + channel(parameters["beta"], x) if affine else y

        spec = {"type": "switchable", "momentum": momentum, "eps": eps, "center": affine, "scale": affine}
        cases.append(case(spec, rows, shape, parameters, forward, lambda: running))
    write("switchable", cases)


layer()
instance()
group()
rms()
filter_response()
switchable()
