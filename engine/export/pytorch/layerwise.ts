/** Optimizers that PyTorch does not have, as Python classes: a rate of its own for each weight. Formulas: engine/optimizers. */
export const LAYERWISE = {
  lars: `class Lars(torch.optim.Optimizer):
    """Momentum, with a rate for each weight in proportion to its length (You, Gitman and Ginsburg 2017)."""

    def __init__(self, groups, lr, momentum, trust):
        super().__init__(groups, {"lr": lr, "momentum": momentum, "trust": trust})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            decay = group["weight_decay"]
            for p in [p for p in group["params"] if p.grad is not None]:
                length, slope = p.norm(), p.grad.norm()
                adapts = group["adaptive"] and length > 0 and slope > 0
                share = group["trust"] * length / (slope + decay * length) if adapts else 1
                velocity = self.state[p].setdefault("velocity", torch.zeros_like(p))
                velocity.mul_(group["momentum"]).add_(share * (p.grad + decay * p))
                p.sub_(group["lr"] * velocity)`,

  lamb: `class Lamb(torch.optim.Optimizer):
    """Adam, with a rate for each weight in proportion to its length (You et al. 2020)."""

    def __init__(self, groups, lr, betas, eps):
        super().__init__(groups, {"lr": lr, "betas": betas, "eps": eps})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in [p for p in group["params"] if p.grad is not None]:
                state = self.state[p]
                if not state:
                    state.update(step=0, mean=torch.zeros_like(p), square=torch.zeros_like(p))
                state["step"] += 1
                state["mean"].mul_(beta1).add_(p.grad, alpha=1 - beta1)
                state["square"].mul_(beta2).addcmul_(p.grad, p.grad, value=1 - beta2)
                mean = state["mean"] / (1 - beta1 ** state["step"])
                square = state["square"] / (1 - beta2 ** state["step"])
                update = mean / (square.sqrt() + group["eps"]) + group["weight_decay"] * p
                length, size = p.norm(), update.norm()
                ratio = length / size if group["adaptive"] and length > 0 and size > 0 else 1
                p.sub_(group["lr"] * ratio * update)`,
} as const;
