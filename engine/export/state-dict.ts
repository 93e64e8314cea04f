/**
 * The parameters and running statistics of a compiled network as PyTorch names and orders them: `dense1.weight`,
 * `norm1.weight` (gamma), `norm1.bias` (beta), `norm1.running_mean`, `block1.branch.conv1.weight`, ... The modules that
 * take them are those of the PyTorch script (pytorch/network.ts). The names: docs/EXPORT-FORMATS.md.
 */
import type { Tensor } from '../kernels/kernels.ts';
import type { Model } from '../model.ts';
import { traitsOf } from '../spec/normalizers.ts';
import { channelsOf, isNormalizer, positionsOf, sizeOf, type LayerPlan } from '../spec/plan.ts';
import { channelsFirst, float32, type NamedArray } from './arrays.ts';
import { hasAffine, missingAffine } from './affine.ts';
import type { Image, Placed } from './walk.ts';

/** Every array of every layer. `placed` is the walk over the plan that `model` was compiled from. */
export function stateDict(placed: readonly Placed[], model: Model): NamedArray[] {
  const layers = new Map(model.layers.map((layer) => [layer.info.name, layer]));
  return placed.flatMap((place) => {
    const layer = layers.get(place.plan.name)!;
    const own = [...layer.parameters, ...layer.state].map((array) => convert(place, array));
    return [...own, ...constants(place)];
  });
}

const NAMES: Readonly<Record<string, string>> = {
  gamma: 'weight',
  beta: 'bias',
  batches: 'num_batches_tracked',
};

function convert({ plan, path, image }: Placed, array: { name: string; value: Tensor; size: number }): NamedArray {
  const own = array.name.slice(plan.name.length + 1);
  const name = `${path}.${NAMES[own] ?? own}`;
  if (own === 'batches') return { name, shape: [], data: BigInt64Array.of(BigInt(array.value.data[0]!)) };
  const values = float32(array.value.data, array.size);
  // Covariances within groups: a row for each channel.
  if (own === 'running_cov')
    return { name, shape: [channelsOf(plan.shape), array.size / channelsOf(plan.shape)], data: values };
  if (plan.kind === 'conv2d' && isWeight(own, array.size, plan)) return { name, ...filters(values, plan) };
  if (plan.kind === 'dense' && isWeight(own, array.size, plan)) {
    const shape = [sizeOf(plan.shape), sizeOf(plan.inputShape)];
    return { name, shape, data: image === null ? values : reorder(values, shape[0]!, image) };
  }
  if ((plan.kind === 'conv2d' || plan.kind === 'dense') && own === 'weight_g')
    return { name, shape: [array.size, ...(plan.kind === 'conv2d' ? [1, 1, 1] : [1])], data: values };
  if (ofElements(plan) && (own === 'gamma' || own === 'beta'))
    return { name, shape: [...plan.shape], data: image === null ? values : reorder(values, 1, image) };
  // Channels of a flattened image are its features.
  const flattened = plan.shape.length === 1 && array.size === plan.shape[0] && array.size > 1;
  return {
    ...{ name, shape: [array.size] },
    data: flattened && image !== null && plan.kind !== 'dense' ? reorder(values, 1, image) : values,
  };
}

/** Whether gamma and beta have a number for each element of a sample, not for each channel. */
const ofElements = (plan: LayerPlan): boolean =>
  isNormalizer(plan) && traitsOf(plan.normalization).affinePer === 'element';

/** The matrix itself, whatever it is called; a bias or a length has one number a unit. */
const isWeight = (own: string, size: number, plan: LayerPlan): boolean =>
  own.startsWith('weight') && own !== 'weight_g' && size >= channelsOf(plan.shape);

const reorder = (values: Float32Array, outer: number, image: Image): Float32Array =>
  channelsFirst(values, { outer, channels: image[0], positions: positionsOf(image) });

/** Filters from [out, height, width, in] to PyTorch's [out, in, height, width]. */
function filters(values: Float32Array, plan: Extract<LayerPlan, { kind: 'conv2d' }>) {
  const [outer, channels] = [channelsOf(plan.shape), channelsOf(plan.inputShape)];
  const data = channelsFirst(values, { outer, channels, positions: plan.kernel ** 2 });
  return { shape: [outer, channels, plan.kernel, plan.kernel], data };
}

/** PyTorch's normalizers have gamma and beta or neither: a missing one is there as a constant. */
function constants({ plan, path }: Placed): NamedArray[] {
  const missing = missingAffine(plan);
  if (missing === null || !hasAffine(plan)) return [];
  const shape = ofElements(plan) ? [...plan.shape] : [channelsOf(plan.shape)];
  const data = new Float32Array(sizeOf(shape)).fill(missing === 'weight' ? 1 : 0);
  return [{ name: `${path}.${missing}`, shape, data }];
}
