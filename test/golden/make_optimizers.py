"""Writes optimizers.json: ten updates by every optimizer on given gradients, schedules step by step, and clipped gradients.

PyTorch 1.13 has no LARS and no LAMB: these are the formulas in the headers of engine/optimizers in torch operations.
"""
import torch

from golden import numbers, write

STEPS = 10
SHAPES = {"weight": (3, 4), "bias": (3,), "gamma": (3,)}


def start():
    torch.manual_seed(21)
    parameters = {name: torch.randn(*shape) for name, shape in SHAPES.items()}
    gradients = [{name: torch.randn(*shape) for name, shape in SHAPES.items()} for _ in range(STEPS)]
    return parameters, gradients


def groups(parameters, decay, spared):
    return [{"params": [p], "weight_decay": 0.0 if name in spared else decay} for name, p in parameters.items()]


def with_torch(make, decay, spared):
    parameters, gradients = start()
    parameters = {name: p.clone().requires_grad_() for name, p in parameters.items()}
    optimizer = make(groups(parameters, decay, spared))
    for step in gradients:
        for name, p in parameters.items():
            p.grad = step[name].clone()
        optimizer.step()
    return parameters


def lars(rate, momentum, trust, weight_decay, spared):
    parameters, gradients = start()
    velocity = {name: torch.zeros_like(p) for name, p in parameters.items()}
    for step in gradients:
        for name, w in parameters.items():
            g, decay = step[name], 0.0 if name in spared else weight_decay
            q = trust * w.norm() / (g.norm() + decay * w.norm()) if name == "weight" else 1.0
            velocity[name] = momentum * velocity[name] + q * (g + decay * w)
            parameters[name] = w - rate * velocity[name]
    return parameters


def lamb(rate, beta1, beta2, eps, weight_decay, spared):
    parameters, gradients = start()
    mean = {name: torch.zeros_like(p) for name, p in parameters.items()}
    square = {name: torch.zeros_like(p) for name, p in parameters.items()}
    for t, step in enumerate(gradients, 1):
        for name, w in parameters.items():
            g, decay = step[name], 0.0 if name in spared else weight_decay
            mean[name] = beta1 * mean[name] + (1 - beta1) * g
            square[name] = beta2 * square[name] + (1 - beta2) * g * g
            u = mean[name] / (1 - beta1**t) / ((square[name] / (1 - beta2**t)).sqrt() + eps) + decay * w
            ratio = w.norm() / u.norm() if name == "weight" else 1.0
            parameters[name] = w - rate * ratio * u
    return parameters


O = torch.optim
CASES = [
    ({"type": "sgd", "learningRate": 0.1}, lambda g: O.SGD(g, lr=0.1)),
    ({"type": "sgd", "learningRate": 0.1, "momentum": 0.9}, lambda g: O.SGD(g, lr=0.1, momentum=0.9)),
    ({"type": "sgd", "learningRate": 0.1, "momentum": 0.9, "nesterov": True}, lambda g: O.SGD(g, lr=0.1, momentum=0.9, nesterov=True)),
    ({"type": "rmsprop", "learningRate": 0.01}, lambda g: O.RMSprop(g, lr=0.01)),
    ({"type": "rmsprop", "learningRate": 0.01, "momentum": 0.5, "alpha": 0.9}, lambda g: O.RMSprop(g, lr=0.01, momentum=0.5, alpha=0.9)),
    ({"type": "adam", "learningRate": 0.02}, lambda g: O.Adam(g, lr=0.02)),
    ({"type": "adamw", "learningRate": 0.02}, lambda g: O.AdamW(g, lr=0.02)),
    ({"type": "adagrad", "learningRate": 0.1}, lambda g: O.Adagrad(g, lr=0.1)),
]

# What weight decay leaves alone.
SPARED = [(), ("bias", "gamma"), ("bias",), ("gamma",)]

parameters, gradients = start()
cases = []


def add(spec, decay, spared, final):
    told = {**spec, "weightDecay": decay, "decayBias": "bias" not in spared, "decayNormalization": "gamma" not in spared}
    cases.append({"spec": told, "final": {n: numbers(p) for n, p in final.items()}})


for decay, spared in [(0.0, ()), *((0.1, names) for names in SPARED)]:
    for spec, make in CASES:
        add(spec, decay, spared, with_torch(make, decay, spared))
    add({"type": "lars", "learningRate": 0.5, "momentum": 0.9, "trust": 0.02}, decay, spared, lars(0.5, 0.9, 0.02, decay, spared))
    add({"type": "lamb", "learningRate": 0.02}, decay, spared, lamb(0.02, 0.9, 0.999, 1e-6, decay, spared))


def rates(make, n, losses=None):
    optimizer = O.SGD([torch.zeros(1, requires_grad=True)], lr=0.5)
    schedule, seen = make(optimizer), []
    for step in range(n):
        seen.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        # OneCycleLR refuses to be asked for a rate after the last one.
        if step < n - 1:
            schedule.step(*([] if losses is None else [losses[step]]))
    return seen


S, N, W = O.lr_scheduler, 20, 4
LOSSES = [1.0, 0.9, 0.91, 0.92, 0.9, 0.8, 0.81, 0.82, 0.83, 0.84, 0.79, 0.80, 0.80, 0.80, 0.80, 0.80, 0.80, 0.80, 0.80, 0.80]
warm = lambda o: S.LinearLR(o, start_factor=1 / W, total_iters=W - 1)
after = lambda make: lambda o: S.SequentialLR(o, [warm(o), make(o)], milestones=[W])
schedules = [
    {"spec": {"type": "step", "every": 6, "factor": 0.3}, "rates": rates(lambda o: S.StepLR(o, 6, gamma=0.3), N)},
    {"spec": {"type": "exponential", "factor": 0.9}, "rates": rates(lambda o: S.ExponentialLR(o, 0.9), N)},
    {"spec": {"type": "cosine", "minimum": 0.05}, "rates": rates(lambda o: S.CosineAnnealingLR(o, N - 1, eta_min=0.05), N)},
    {"spec": {"type": "one-cycle", "start": 10, "end": 100, "rise": 0.4}, "rates": rates(lambda o: S.OneCycleLR(o, 0.5, total_steps=N, pct_start=0.4, div_factor=10, final_div_factor=100, cycle_momentum=False), N)},
    {"spec": {"type": "step", "every": 6, "factor": 0.3, "warmup": W}, "rates": rates(after(lambda o: S.StepLR(o, 6, gamma=0.3)), N)},
    {"spec": {"type": "cosine", "minimum": 0.05, "warmup": W}, "rates": rates(after(lambda o: S.CosineAnnealingLR(o, N - W - 1, eta_min=0.05)), N)},
    {"spec": {"type": "exponential", "factor": 0.9, "warmup": W}, "rates": rates(after(lambda o: S.ExponentialLR(o, 0.9)), N)},
    {"spec": {"type": "plateau", "patience": 2, "factor": 0.5}, "losses": LOSSES, "rates": rates(lambda o: S.ReduceLROnPlateau(o, patience=2, factor=0.5), N, LOSSES)},
]


def clipped(clip, frozen=()):
    """What becomes of the first gradients; frozen parameters have none."""
    tensors = {name: torch.zeros_like(p, requires_grad=name not in frozen) for name, p in parameters.items()}
    for name, tensor in tensors.items():
        if name not in frozen:
            tensor.grad = gradients[0][name].clone()
    clip(tensors.values())
    return {name: numbers(tensor.grad) for name, tensor in tensors.items() if name not in frozen}


U = torch.nn.utils
by_norm = lambda maximum: lambda t: U.clip_grad_norm_(t, maximum)
write("optimizers.json", {
    "initial": {n: numbers(p) for n, p in parameters.items()},
    "gradients": [{n: numbers(g) for n, g in step.items()} for step in gradients],
    "cases": cases, "schedules": schedules, "base": 0.5, "steps": N,
    "clipping": [
        {"spec": {"type": "norm", "maximum": 1.5}, "frozen": [], "gradients": clipped(by_norm(1.5))},
        {"spec": {"type": "norm", "maximum": 100}, "frozen": [], "gradients": clipped(by_norm(100))},
        {"spec": {"type": "norm", "maximum": 1.5}, "frozen": ["gamma"], "gradients": clipped(by_norm(1.5), ["gamma"])},
        {"spec": {"type": "value", "maximum": 0.5}, "frozen": [], "gradients": clipped(lambda t: U.clip_grad_value_(t, 0.5))},
    ],
})
