/** The normalizers of modules.ts: Python classes with the same formulas as the files of engine/normalization. */

export const NORMALIZERS = {
  BatchNorm: `class BatchNorm(nn.Module):
    """Batch normalization with choices that nn.BatchNorm does not offer: a biased running variance, statistics that no
    gradient passes through, batches of one."""

    def __init__(self, channels, eps, momentum, affine=True, unbiased=True, detached=False):
        super().__init__()
        self.eps, self.momentum, self.unbiased, self.detached = eps, momentum, unbiased, detached
        self.weight = nn.Parameter(torch.ones(channels)) if affine else None
        self.bias = nn.Parameter(torch.zeros(channels)) if affine else None
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            axes = [0, *range(2, x.dim())]
            mean, var = x.mean(axes), x.var(axes, unbiased=False)
            if self.detached:
                mean, var = mean.detach(), var.detach()
            self.update(mean.detach(), var.detach(), x.numel() // x.shape[1])
        xhat = (x - per_channel(mean, x)) / per_channel((var + self.eps).sqrt(), x)
        if self.weight is None:
            return xhat
        return per_channel(self.weight, x) * xhat + per_channel(self.bias, x)

    def update(self, mean, var, count):
        self.num_batches_tracked += 1
        share = 1 / self.num_batches_tracked.item() if self.momentum is None else self.momentum
        bessel = count / (count - 1) if self.unbiased and count > 1 else 1
        self.running_mean.lerp_(mean, share)
        self.running_var.lerp_(bessel * var, share)`,

  RMSNorm: `class RMSNorm(nn.Module):
    """Divides each sample by its root mean square (Zhang and Sennrich 2019)."""

    def __init__(self, shape, eps, scale=True):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(shape)) if scale else None

    def forward(self, x):
        axes = list(range(1, x.dim()))
        xhat = x / (x.square().mean(axes, keepdim=True) + self.eps).sqrt()
        return xhat if self.weight is None else self.weight * xhat`,

  DynamicTanh: `class DynamicTanh(nn.Module):
    """gamma tanh(alpha x) + beta (Zhu et al. 2025)."""

    def __init__(self, channels, affine=True):
        super().__init__()
        self.alpha = nn.Parameter(torch.ones(1))
        self.weight = nn.Parameter(torch.ones(channels)) if affine else None
        self.bias = nn.Parameter(torch.zeros(channels)) if affine else None

    def forward(self, x):
        y = torch.tanh(self.alpha * x)
        return y if self.weight is None else per_channel(self.weight, x) * y + per_channel(self.bias, x)`,

  DynamicErf: `class DynamicErf(nn.Module):
    """gamma erf(alpha x + s) + beta."""

    def __init__(self, channels, affine=True):
        super().__init__()
        self.alpha = nn.Parameter(torch.ones(1))
        self.shift = nn.Parameter(torch.zeros(1))
        self.weight = nn.Parameter(torch.ones(channels)) if affine else None
        self.bias = nn.Parameter(torch.zeros(channels)) if affine else None

    def forward(self, x):
        y = torch.erf(self.alpha * x + self.shift)
        return y if self.weight is None else per_channel(self.weight, x) * y + per_channel(self.bias, x)`,

  Affine: `class Affine(nn.Module):
    """gamma x + beta, and nothing standardized."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        return per_channel(self.weight, x) * x + per_channel(self.bias, x)`,

  FilterResponseNorm: `class FilterResponseNorm(nn.Module):
    """Filter response normalization, with its thresholded linear unit (Singh and Krishnan 2020)."""

    def __init__(self, channels, eps, threshold=True):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))
        self.tau = nn.Parameter(torch.zeros(channels)) if threshold else None

    def forward(self, x):
        axes = list(range(2, x.dim()))
        square = x.square().mean(axes, keepdim=True) if axes else x.square()
        y = per_channel(self.weight, x) * x / (square + self.eps).sqrt() + per_channel(self.bias, x)
        return y if self.tau is None else torch.maximum(y, per_channel(self.tau, x))`,

  BatchRenorm: `class BatchRenorm(nn.Module):
    """Batch renormalization (Ioffe 2017): r and d correct towards the running statistics; no gradient passes them."""

    def __init__(self, channels, eps, momentum, r_max, d_max, warmup, ramp, affine=True):
        super().__init__()
        self.eps, self.momentum, self.r_max, self.d_max = eps, momentum, r_max, d_max
        self.warmup, self.ramp, self.step = warmup, ramp, 0
        self.weight = nn.Parameter(torch.ones(channels)) if affine else None
        self.bias = nn.Parameter(torch.zeros(channels)) if affine else None
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_std", torch.ones(channels))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def bounds(self):
        """Largest r and d: plain batch normalization at first, then a ramp."""
        passed = self.step - self.warmup
        share = 0 if passed <= 0 else 1 if self.ramp == 0 else min(1, passed / self.ramp)
        return 1 + share * (self.r_max - 1), share * self.d_max

    def forward(self, x):
        if not self.training:
            xhat = (x - per_channel(self.running_mean, x)) / per_channel(self.running_std, x)
        else:
            self.step += 1
            axes = [0, *range(2, x.dim())]
            mean, var = x.mean(axes), x.var(axes, unbiased=False)
            deviation = (var + self.eps).sqrt()
            with torch.no_grad():
                r_max, d_max = self.bounds()
                r = (deviation / self.running_std).clamp(1 / r_max, r_max)
                d = ((mean - self.running_mean) / self.running_std).clamp(-d_max, d_max)
            xhat = (x - per_channel(mean, x)) / per_channel(deviation, x) * per_channel(r, x) + per_channel(d, x)
            self.update(mean.detach(), deviation.detach())
        if self.weight is None:
            return xhat
        return per_channel(self.weight, x) * xhat + per_channel(self.bias, x)

    def update(self, mean, deviation):
        self.num_batches_tracked += 1
        share = 1 / self.num_batches_tracked.item() if self.momentum is None else self.momentum
        self.running_mean.lerp_(mean, share)
        self.running_std.lerp_(deviation, share)`,

  GhostBatchNorm: `class GhostBatchNorm(nn.Module):
    """Batch normalization over parts of the mini-batch (Hoffer, Hubara and Soudry 2017)."""

    def __init__(self, channels, size, eps, momentum, affine=True):
        super().__init__()
        self.size, self.eps, self.momentum = size, eps, momentum
        self.weight = nn.Parameter(torch.ones(channels)) if affine else None
        self.bias = nn.Parameter(torch.zeros(channels)) if affine else None
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x):
        if not self.training:
            return self.normalize(x, self.running_mean, self.running_var)
        sizes = [len(part) for part in x.split(self.size)]
        if len(sizes) > 1 and x[:sizes[-1], 0].numel() == 1:  # one value cannot be standardized by itself
            sizes[-2:] = [sizes[-2] + 1]
        return torch.cat([self.ghost(part) for part in x.split(sizes)])

    def ghost(self, x):
        axes = [0, *range(2, x.dim())]
        mean, var = x.mean(axes), x.var(axes, unbiased=False)
        count = x.numel() // x.shape[1]
        self.num_batches_tracked += 1
        share = 1 / self.num_batches_tracked.item() if self.momentum is None else self.momentum
        self.running_mean.lerp_(mean.detach(), share)
        self.running_var.lerp_(var.detach() * (count / (count - 1) if count > 1 else 1), share)
        return self.normalize(x, mean, var)

    def normalize(self, x, mean, var):
        xhat = (x - per_channel(mean, x)) / per_channel((var + self.eps).sqrt(), x)
        if self.weight is None:
            return xhat
        return per_channel(self.weight, x) * xhat + per_channel(self.bias, x)`,

  DecorrelatedBatchNorm: `class DecorrelatedBatchNorm(nn.Module):
    """Whitens groups of channels over the mini-batch (Huang et al. 2018), by Newton's iterations (Huang et al. 2019)."""

    def __init__(self, channels, group, iterations, eps, momentum, affine=True):
        super().__init__()
        self.group, self.iterations, self.eps, self.momentum = group, iterations, eps, momentum
        self.weight = nn.Parameter(torch.ones(channels)) if affine else None
        self.bias = nn.Parameter(torch.zeros(channels)) if affine else None
        self.register_buffer("running_mean", torch.zeros(channels))
        # For each channel its covariances within the group.
        self.register_buffer("running_cov", torch.zeros(channels, min(group, channels)))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x):
        values = x.transpose(0, 1).flatten(1)
        mean, count = self.running_mean, values.shape[1]
        if self.training:
            mean = values.mean(1)
            self.num_batches_tracked += 1
            share = 1 / self.num_batches_tracked.item() if self.momentum is None else self.momentum
            self.running_mean.lerp_(mean.detach(), share)
        parts = []
        for part, running in zip((values - mean[:, None]).split(self.group), self.running_cov.split(self.group)):
            cov = running = running[:, :len(part)]
            if self.training:
                cov = part @ part.T / count
                running.lerp_(cov.detach() * (count / (count - 1) if count > 1 else 1), share)
            parts.append(self.inverse_root(cov) @ part)
        xhat = torch.cat(parts).reshape(x.transpose(0, 1).shape).transpose(0, 1)
        if self.weight is None:
            return xhat
        return per_channel(self.weight, x) * xhat + per_channel(self.bias, x)

    def inverse_root(self, cov):
        """p goes to (cov + eps)^(-1/2); q = p cov keeps rounding errors from growing."""
        identity = torch.eye(len(cov))
        cov = cov + self.eps * identity
        trace = cov.trace()
        p, q = identity, cov / trace
        for _ in range(self.iterations):
            m = 1.5 * identity - 0.5 * p @ q
            p, q = m @ p, q @ m
        return p / trace.sqrt()`,

  SwitchableNorm: `class SwitchableNorm(nn.Module):
    """A learned mixture of instance (images only), layer and batch statistics (Luo et al. 2019)."""

    def __init__(self, channels, eps, momentum, image=True, affine=True):
        super().__init__()
        self.eps, self.momentum, self.image = eps, momentum, image
        self.weight = nn.Parameter(torch.ones(channels)) if affine else None
        self.bias = nn.Parameter(torch.zeros(channels)) if affine else None
        self.mean_logits = nn.Parameter(torch.zeros(3 if image else 2))
        self.variance_logits = nn.Parameter(torch.zeros(3 if image else 2))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x):
        everywhere = list(range(1, x.dim()))
        means, variances = [], []
        for axes in [everywhere[1:], everywhere] if self.image else [everywhere]:
            means.append(x.mean(axes, keepdim=True))
            variances.append(x.var(axes, unbiased=False, keepdim=True))
        mean, var = self.batch_statistics(x)
        means.append(per_channel(mean, x))
        variances.append(per_channel(var, x))
        mean = sum(w * part for w, part in zip(self.mean_logits.softmax(0), means))
        var = sum(w * part for w, part in zip(self.variance_logits.softmax(0), variances))
        xhat = (x - mean) / (var + self.eps).sqrt()
        if self.weight is None:
            return xhat
        return per_channel(self.weight, x) * xhat + per_channel(self.bias, x)

    def batch_statistics(self, x):
        if not self.training:
            return self.running_mean, self.running_var
        axes = [0, *range(2, x.dim())]
        mean, var = x.mean(axes), x.var(axes, unbiased=False)
        self.num_batches_tracked += 1
        share = 1 / self.num_batches_tracked.item() if self.momentum is None else self.momentum
        self.running_mean.lerp_(mean.detach(), share)
        self.running_var.lerp_(var.detach(), share)
        return mean, var`,
} as const;
