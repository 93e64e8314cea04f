/** Python classes of the exported script for what PyTorch does not have. Each is complete; they use only `per_channel`. */
import { NORMALIZERS } from './modules-normalization.ts';

const GENERAL = {
  Residual: `class Residual(nn.Module):
    """branch(x) + shortcut(x); an empty shortcut is the identity."""

    def __init__(self, branch, shortcut):
        super().__init__()
        self.branch = nn.Sequential(OrderedDict(branch))
        self.shortcut = nn.Sequential(OrderedDict(shortcut))

    def forward(self, x):
        return self.branch(x) + self.shortcut(x)`,

  GlobalAverage: `class GlobalAverage(nn.Module):
    """The mean of each channel over all positions."""

    def forward(self, x):
        return x.mean((2, 3))`,

  ScaledTanh: `class ScaledTanh(nn.Module):
    """LeCun et al. (1998), section 4.4."""

    def forward(self, x):
        return 1.7159 * torch.tanh(2 / 3 * x)`,

  Shift: `class Shift(nn.Module):
    """One learned number for the whole layer, added."""

    def __init__(self):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return x + self.bias`,

  Scale: `class Scale(nn.Module):
    """One learned number for the whole layer, multiplied by."""

    def __init__(self):
        super().__init__()
        self.factor = nn.Parameter(torch.ones(1))

    def forward(self, x):
        return self.factor * x`,

  constant: `def constant(module, name):
    """A normalization that learns only one of gamma (weight) and beta (bias): the other one stays as it is."""
    getattr(module, name).requires_grad_(False)
    return module`,

  StandardizedLinear: `class StandardizedLinear(nn.Linear):
    """Weight standardization (Qiao et al. 2019)."""

    def __init__(self, inputs, outputs, bias=True, eps=1e-5):
        super().__init__(inputs, outputs, bias=bias)
        self.eps = eps

    def forward(self, x):
        return F.linear(x, standardize_rows(self.weight, self.eps), self.bias)`,

  StandardizedConv2d: `class StandardizedConv2d(nn.Conv2d):
    """Weight standardization (Qiao et al. 2019)."""

    def __init__(self, *sizes, eps=1e-5, **options):
        super().__init__(*sizes, **options)
        self.eps = eps

    def forward(self, x):
        return F.conv2d(x, standardize_rows(self.weight, self.eps), self.bias, self.stride, self.padding)`,
} as const;

/** Functions that several classes share. */
const HELPERS = {
  per_channel: `def per_channel(values, x):
    """One number a channel in the shape that is combined with x: (N, C) or (N, C, H, W)."""
    return values.reshape(1, -1, *[1] * (x.dim() - 2))`,

  standardize_rows: `def standardize_rows(weight, eps):
    """Each unit's weights: mean 0, deviation 1."""
    rows = weight.flatten(1)
    deviation, mean = torch.std_mean(rows, dim=1, keepdim=True)
    return ((rows - mean) / (deviation + eps)).view_as(weight)`,
} as const;

const MODULES = { ...GENERAL, ...NORMALIZERS } as const;
export type ModuleName = keyof typeof MODULES;

/** The definitions that a script needs, helpers first, in a fixed order. */
export function definitions(used: ReadonlySet<ModuleName>): string[] {
  const classes = Object.entries(MODULES)
    .filter(([name]) => used.has(name as ModuleName))
    .map(([, text]) => text as string);
  const helpers = Object.entries(HELPERS)
    .filter(([name]) => classes.some((text) => text.includes(`${name}(`)))
    .map(([, text]) => text as string);
  return [...helpers, ...classes];
}
