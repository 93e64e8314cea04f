/**
 * Folds normalizers that are an affine map of each channel, once trained, into the layer right before them. With running
 * statistics batch normalization is y = s x + t, s = gamma / sqrt(variance + eps), t = beta - s mean; so after W and b
 *
 *   W' = s W  (the row of each unit),  b' = s b + t        (Jacob et al. 2018, arXiv 1712.05877, section 3.2)
 *
 * gives the same outputs without it. Ghost batch normalization is the same map; batch renormalization divides by its
 * running deviation; affine layers have s = gamma, t = beta. A normalizer whose input passes through anything else first
 * (an activation, pooling, flatten, the fork of a residual block) stays as it is.
 */
import type { Kernels } from '../kernels/kernels.ts';
import { epsOf, traitsOf } from '../spec/normalizers.ts';
import { channelsOf, isNormalizer, type LayerPlan, type NormalizationPlan } from '../spec/plan.ts';
import { buildNetwork, fanIn, isWeighted, mapChains, numbersOf, withPlainWeights } from './network.ts';
import type { Network, NumbersByName, WeightedPlan } from './network.ts';

/** y = factor x + shift, one number of each a channel. */
export interface ChannelMap {
  factor: number[];
  shift: number[];
}

export interface FoldChoices {
  /** False: only the weights become plain. */
  normalizers: boolean;
  /** Most samples in a pass of the result. */
  capacity?: number;
}

/**
 * The network for inference: the weights as they are used, whatever was learned instead of them, and normalizers folded
 * where asked for. Outputs with running statistics stay the same. Layers keep their names.
 */
export function foldNetwork(kernels: Kernels, network: Network, { normalizers, capacity = 1 }: FoldChoices): Network {
  const numbers = numbersOf(network.model);
  const plain = withPlainWeights(kernels, network, numbers);
  const plans = normalizers ? mapChains(plain, (chain) => foldChain(chain, numbers)) : plain;
  return buildNetwork(kernels, network.spec, plans, numbers, capacity);
}

function foldChain(chain: readonly LayerPlan[], numbers: NumbersByName): LayerPlan[] {
  const kept: LayerPlan[] = [];
  for (const plan of chain) {
    const before = kept.at(-1);
    const map = isWeighted(before) && isNormalizer(plan) ? channelMap(plan, numbers) : null;
    if (map === null || !isWeighted(before)) kept.push(plan);
    else kept[kept.length - 1] = absorb(before, map, numbers);
  }
  return kept;
}

/** The layer with the map in its weights and bias; it has a bias now. */
function absorb(plan: WeightedPlan, { factor, shift }: ChannelMap, numbers: NumbersByName): WeightedPlan {
  const [units, width] = [channelsOf(plan.shape), fanIn(plan)];
  const weight = numbers.get(`${plan.name}.weight`)!;
  const bias = numbers.get(`${plan.name}.bias`);
  numbers.set(
    `${plan.name}.weight`,
    Array.from({ length: units * width }, (_, i) => factor[Math.floor(i / width)]! * weight[i]!),
  );
  numbers.set(
    `${plan.name}.bias`,
    shift.map((value, unit) => factor[unit]! * (bias?.[unit] ?? 0) + value),
  );
  return { ...plan, bias: true, parameters: units * (width + 1) };
}

/** What the normalizer does to each channel with running statistics; null where that depends on the sample, or mixes channels. */
export function channelMap(
  { normalization, name, shape }: NormalizationPlan,
  numbers: NumbersByName,
): ChannelMap | null {
  const { foldable, running } = traitsOf(normalization);
  if (!foldable) return null;
  const get = (own: string): ArrayLike<number> | undefined => numbers.get(`${name}.${own}`);
  const [gamma, beta, mean] = [get('gamma'), get('beta'), get('running_mean')];
  const eps = epsOf(normalization) ?? 0;
  const deviation = (c: number): number => {
    switch (running) {
      case 'variance':
        return Math.sqrt(get('running_var')![c]! + eps);
      case 'deviation':
        return get('running_std')![c]!;
      case null:
        return 1;
      case 'covariance':
        throw new Error('a covariance mixes channels');
      default:
        return running satisfies never;
    }
  };
  const factor = Array.from({ length: channelsOf(shape) }, (_, c) => (gamma?.[c] ?? 1) / deviation(c));
  return { factor, shift: factor.map((s, c) => (beta?.[c] ?? 0) - s * (mean?.[c] ?? 0)) };
}
