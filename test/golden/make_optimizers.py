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


def groups(parameters, decay, only_weights):
    return [{"params": [p], "weight_decay": decay if name == "weight" or not only_weights else 0.0} for name, p in parameters.items()]


def with_torch(make, decay, only_weights):
    parameters, gradients = start()
    parameters = {name: p.clone().requires_grad_() for name, p in parameters.items()}
    optimizer = make(groups(parameters, decay, only_weights))
    for step in gradients:
        for name, p in parameters.items():
            p.grad = step[name].clone()
        optimizer.step()
    return parameters


def lars(rate, momentum, trust, decay):
    parameters, gradients = start()
    velocity = {name: torch.zeros_like(p) for name, p in parameters.items()}
    for step in gradients:
        for name, w in parameters.items():
            g = step[name]
            q = trust * w.norm() / (g.norm() + decay * w.norm()) if name == "weight" else 1.0
            velocity[name] = momentum * velocity[name] + q * (g + decay * w)
            parameters[name] = w - rate * velocity[name]
    return parameters


def lamb(rate, beta1, beta2, eps, decay):
    parameters, gradients = start()
    mean = {name: torch.zeros_like(p) for name, p in parameters.items()}
    square = {name: torch.zeros_like(p) for name, p in parameters.items()}
    for t, step in enumerate(gradients, 1):
        for name, w in parameters.items():
            g = step[name]
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

parameters, gradients = start()
cases = []
for spec, make in CASES:
    for decay, only_weights in [(0.0, False), (0.1, False), (0.1, True)]:
        told = {**spec, "weightDecay": decay, "decayBias": not only_weights, "decayNormalization": not only_weights}
        cases.append({"spec": told, "final": {n: numbers(p) for n, p in with_torch(make, decay, only_weights).items()}})
for decay in (0.0, 0.1):
    final = lars(0.5, 0.9, 0.02, decay)
    cases.append({"spec": {"type": "lars", "learningRate": 0.5, "momentum": 0.9, "trust": 0.02, "weightDecay": decay}, "final": {n: numbers(p) for n, p in final.items()}})
    final = lamb(0.02, 0.9, 0.999, 1e-6, decay)
    cases.append({"spec": {"type": "lamb", "learningRate": 0.02, "weightDecay": decay}, "final": {n: numbers(p) for n, p in final.items()}})


def rates(make, n, losses=None):
    optimizer = O.SGD([torch.zeros(1, requires_grad=True)], lr=0.5)
    schedule, seen = make(optimizer), []
    for step in range(n):
        seen.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if losses is None:
            schedule.step()
        else:
            schedule.step(losses[step])
    return seen


S, N, W = O.lr_scheduler, 20, 4
LOSSES = [1.0, 0.9, 0.91, 0.92, 0.9, 0.8, 0.81, 0.82, 0.83, 0.84, 0.79, 0.80, 0.80, 0.80, 0.80, 0.80, 0.80, 0.80, 0.80, 0.80]
warm = lambda o: S.LinearLR(o, start_factor=1 / W, total_iters=W - 1)
after = lambda make: lambda o: S.SequentialLR(o, [warm(o), make(o)], milestones=[W])
schedules = [
    {"spec": {"type": "step", "every": 6, "factor": 0.3}, "rates": rates(lambda o: S.StepLR(o, 6, gamma=0.3), N)},
    {"spec": {"type": "exponential", "factor": 0.9}, "rates": rates(lambda o: S.ExponentialLR(o, 0.9), N)},
    {"spec": {"type": "cosine", "minimum": 0.05}, "rates": rates(lambda o: S.CosineAnnealingLR(o, N - 1, eta_min=0.05), N)},
    {"spec": {"type": "one-cycle", "start": 10, "end": 100, "rise": 0.4}, "rates": rates(lambda o: S.OneCycleLR(o, 0.5, total_steps=N, pct_start=0.4, div_factor=10, final_div_factor=100, cycle_momentum=False), N - 1)},
    {"spec": {"type": "step", "every": 6, "factor": 0.3, "warmup": W}, "rates": rates(after(lambda o: S.StepLR(o, 6, gamma=0.3)), N)},
    {"spec": {"type": "plateau", "patience": 2, "factor": 0.5}, "losses": LOSSES, "rates": rates(lambda o: S.ReduceLROnPlateau(o, patience=2, factor=0.5), N, LOSSES)},
]


def clipped(clip):
    tensors = [torch.zeros_like(p, requires_grad=True) for p in parameters.values()]
    for tensor, g in zip(tensors, gradients[0].values()):
        tensor.grad = g.clone()
    clip(tensors)
    return [numbers(tensor.grad) for tensor in tensors]


U = torch.nn.utils
write("optimizers.json", {
    "initial": {n: numbers(p) for n, p in parameters.items()},
    "gradients": [{n: numbers(g) for n, g in step.items()} for step in gradients],
    "cases": cases, "schedules": schedules, "base": 0.5, "steps": N,
    "clipping": [
        {"spec": {"type": "norm", "maximum": 1.5}, "gradients": clipped(lambda t: U.clip_grad_norm_(t, 1.5))},
        {"spec": {"type": "norm", "maximum": 100}, "gradients": clipped(lambda t: U.clip_grad_norm_(t, 100))},
        {"spec": {"type": "value", "maximum": 0.5}, "gradients": clipped(lambda t: U.clip_grad_value_(t, 0.5))},
    ],
})
