/**
 * The network of a plan as Python: one line a layer. What PyTorch has is taken from PyTorch; the rest comes from the
 * classes of modules.ts, of which `used` collects the names.
 */
import { channelsOf, positionsOf, sizeOf, type LayerPlan, type NormalizationPlan } from '../../spec/plan.ts';
import type { Activation, ModelSpec } from '../../spec/schema.ts';
import { hasAffine, missingAffine } from '../affine.ts';
import { ExportError } from '../export-error.ts';
import { blockName, localName } from '../walk.ts';
import type { ModuleName } from './modules.ts';

export interface NetworkText {
  /** Body of `nn.Sequential(OrderedDict([...]))`: lines, indented by `indent` spaces. */
  lines: string[];
  used: Set<ModuleName>;
}

/** `model` says how weights are computed; `smallestBatch` whether a batch may have a single sample. */
export interface NetworkChoices {
  model: ModelSpec;
  smallestBatch: number;
}

/** Every layer as a Python line. */
export function networkText(plans: readonly LayerPlan[], choices: NetworkChoices, indent: number): NetworkText {
  const used = new Set<ModuleName>();
  const take = (name: ModuleName, call: string): string => {
    used.add(name);
    return `${name}(${call})`;
  };

  const write = (chain: readonly LayerPlan[], depth: number): string[] => {
    const margin = ' '.repeat(depth);
    return chain.flatMap((plan) => {
      if (plan.kind === 'residual') {
        used.add('Residual');
        return [
          `${margin}("${localName(blockName(plan.name))}", Residual(`,
          ...group('branch', plan.branch, depth + 4),
          ...group('shortcut', plan.shortcut, depth + 4),
          `${margin})),`,
        ];
      }
      const name = localName(plan.name);
      const module = `${margin}("${name}", ${moduleOf(plan, choices, take)}),`;
      // Dense layers take an image as a row of numbers.
      return plan.kind === 'dense' && plan.inputShape.length > 1
        ? [`${margin}("${name}_flatten", nn.Flatten()),`, module]
        : [module];
    });
  };
  const group = (name: string, chain: readonly LayerPlan[], depth: number): string[] => {
    const margin = ' '.repeat(depth);
    if (chain.length === 0) return [`${margin}${name}=[],`];
    return [`${margin}${name}=[`, ...write(chain, depth + 4), `${margin}],`];
  };
  return { lines: write(plans, indent), used };
}

type Take = (name: ModuleName, call: string) => string;

function moduleOf(plan: Exclude<LayerPlan, { kind: 'residual' }>, choices: NetworkChoices, take: Take): string {
  switch (plan.kind) {
    case 'dense':
    case 'conv2d':
      return weighted(plan, choices.model, take);
    case 'max-pool':
      return `nn.MaxPool2d(${plan.size}, stride=${plan.stride})`;
    case 'average-pool':
      return `nn.AvgPool2d(${plan.size}, stride=${plan.stride})`;
    case 'global-average-pool':
      return take('GlobalAverage', '');
    case 'flatten':
      return 'nn.Flatten()';
    case 'dropout':
      return `nn.Dropout(${plan.rate})`;
    case 'activation':
      return activation(plan.activation, take);
    case 'scalar':
      return take(plan.operation === 'shift' ? 'Shift' : 'Scale', '');
    default:
      return normalizer(plan, choices, take);
  }
}

function weighted(
  plan: Extract<LayerPlan, { kind: 'dense' | 'conv2d' }>,
  { reparameterization }: ModelSpec,
  take: Take,
): string {
  const standardized = plan.hidden && reparameterization.type === 'weight-standardization';
  const options = plan.bias ? [] : ['bias=False'];
  if (standardized) options.push(`eps=${reparameterization.eps}`);
  let layer: string;
  if (plan.kind === 'dense') {
    const call = [sizeOf(plan.inputShape), sizeOf(plan.shape), ...options].join(', ');
    layer = standardized ? take('StandardizedLinear', call) : `nn.Linear(${call})`;
  } else {
    if (plan.stride !== 1) options.unshift(`stride=${plan.stride}`);
    if (plan.padding !== 0) options.unshift(`padding=${plan.padding}`);
    const call = [channelsOf(plan.inputShape), channelsOf(plan.shape), plan.kernel, ...options].join(', ');
    layer = standardized ? take('StandardizedConv2d', call) : `nn.Conv2d(${call})`;
  }
  if (!plan.hidden || reparameterization.type !== 'weight-norm') return layer;
  if (reparameterization.initialization === 'data')
    throw new ExportError(
      'model.reparameterization.initialization',
      'is data, which the PyTorch script does not do; runs with norm can be exported',
    );
  return `weight_norm(${layer})`;
}

const PLAIN_ACTIVATIONS: Record<Exclude<Activation, 'scaled-tanh'>, string> = {
  sigmoid: 'nn.Sigmoid()',
  tanh: 'nn.Tanh()',
  relu: 'nn.ReLU()',
  'leaky-relu': 'nn.LeakyReLU(0.01)',
  elu: 'nn.ELU()',
  gelu: 'nn.GELU()',
  silu: 'nn.SiLU()',
  softplus: 'nn.Softplus()',
  identity: 'nn.Identity()',
};

const activation = (kind: Activation, take: Take): string =>
  kind === 'scaled-tanh' ? take('ScaledTanh', '') : PLAIN_ACTIVATIONS[kind];

/** A normalizer; one of gamma and beta alone leaves the other one as a constant. */
function normalizer(plan: NormalizationPlan, choices: NetworkChoices, take: Take): string {
  const module = bareNormalizer(plan, choices, take);
  const missing = missingAffine(plan);
  return missing === null ? module : take('constant', `${module}, "${missing}"`);
}

function bareNormalizer(plan: NormalizationPlan, { smallestBatch }: NetworkChoices, take: Take): string {
  const norm = plan.normalization;
  const channels = channelsOf(plan.shape);
  const rank = plan.shape.length === 3 ? '2d' : '1d';
  const shape = plan.shape.length === 1 ? String(channels) : `(${plan.shape.join(', ')})`;
  const image = positionsOf(plan.shape) > 1 ? '' : ', image=False';
  const affine = hasAffine(plan) ? '' : ', affine=False';
  switch (norm.type) {
    case 'batch': {
      const plain =
        norm.runningVariance === 'unbiased' && norm.gradient === 'full' && (smallestBatch > 1 || rank === '2d');
      const call = `${channels}, eps=${norm.eps}, momentum=${norm.momentum ?? 'None'}${affine}`;
      if (plain) return `nn.BatchNorm${rank}(${call})`;
      const options = [
        norm.runningVariance === 'biased' ? ', unbiased=False' : '',
        norm.gradient === 'detached' ? ', detached=True' : '',
      ];
      return take('BatchNorm', call + options.join(''));
    }
    case 'layer':
      return `nn.LayerNorm(${shape}, eps=${norm.eps}${hasAffine(plan) ? '' : ', elementwise_affine=False'})`;
    case 'instance':
      return `nn.InstanceNorm${rank}(${channels}, eps=${norm.eps}${hasAffine(plan) ? ', affine=True' : ''})`;
    case 'group':
      return `nn.GroupNorm(${norm.groups}, ${channels}, eps=${norm.eps}${affine})`;
    case 'rms':
      return take('RMSNorm', `${shape}, eps=${norm.eps}${norm.scale ? '' : ', scale=False'}`);
    case 'batch-renorm':
      return take(
        'BatchRenorm',
        `${channels}, eps=${norm.eps}, momentum=${norm.momentum ?? 'None'}, r_max=${norm.rMax}, d_max=${norm.dMax}, ` +
          `warmup=${norm.warmup}, ramp=${norm.ramp}${affine}`,
      );
    case 'ghost-batch':
      return take(
        'GhostBatchNorm',
        `${channels}, size=${norm.size}, eps=${norm.eps}, momentum=${norm.momentum ?? 'None'}${affine}`,
      );
    case 'filter-response':
      return take('FilterResponseNorm', `${channels}, eps=${norm.eps}${norm.threshold ? '' : ', threshold=False'}`);
    case 'switchable':
      return take(
        'SwitchableNorm',
        `${channels}, eps=${norm.eps}, momentum=${norm.momentum ?? 'None'}${image}${affine}`,
      );
    case 'decorrelated-batch':
      return take(
        'DecorrelatedBatchNorm',
        `${channels}, group=${norm.groupSize}, iterations=${norm.iterations}, eps=${norm.eps}, ` +
          `momentum=${norm.momentum ?? 'None'}${affine}`,
      );
    case 'dynamic-tanh':
      return take('DynamicTanh', `${channels}${affine}`);
    case 'dynamic-erf':
      return take('DynamicErf', `${channels}${affine}`);
    case 'affine':
      return hasAffine(plan) ? take('Affine', String(channels)) : 'nn.Identity()';
    default:
      return norm satisfies never;
  }
}
