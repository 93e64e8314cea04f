/**
 * What the normalizer of a network means for the network: whether it has such layers at all, and how many values and
 * updates their statistics see. Knows no types: what a normalizer is like stands in normalizers.ts.
 */
import { frozenFrom, isBeforeActivation, isLayer, momentumOf, traitsOf, type Normalizer } from './normalizers.ts';
import type { LayerSpec } from './schema/layers.ts';
import type { ModelSpec } from './schema/model.ts';

/** The normalizer that layers of the network are; null where there is none, whatever `model.normalization` says. */
export function normalizerOf(model: ModelSpec): Normalizer | null {
  const { normalization } = model;
  return isLayer(normalization) && hasNormalized(model) ? normalization : null;
}

/** Whether a part of the network is one that `model.normalization` belongs to. */
function hasNormalized(model: ModelSpec): boolean {
  switch (model.kind) {
    case 'mlp':
      return model.hidden.length > 0;
    case 'cnn':
    case 'resnet':
      return true;
    case 'layers':
      return model.layers.some(normalizes);
    default:
      return model satisfies never;
  }
}

const normalizes = (layer: LayerSpec): boolean =>
  layer.type === 'normalization' ||
  (layer.type === 'residual' && (layer.shortcut === 'projection' || layer.layers.some(normalizes)));

/** Whether inference uses running statistics, and so differs from training. */
export function keepsRunning(model: ModelSpec): boolean {
  const norm = normalizerOf(model);
  return norm !== null && traitsOf(norm).running !== null;
}

/** Whether some normalizer can be folded into the weights right below it (engine/export/fold.ts). */
export function canFold(model: ModelSpec): boolean {
  const norm = normalizerOf(model);
  if (norm === null || !traitsOf(norm).foldable) return false;
  if (model.kind === 'layers') return foldsIn(model.layers);
  // The second convolution of a block is normalized before the sum, whatever the placement.
  return model.kind === 'resnet' || isBeforeActivation(norm);
}

const foldsIn = (layers: readonly LayerSpec[]): boolean =>
  layers.some((layer, i) =>
    layer.type === 'residual'
      ? layer.shortcut === 'projection' || foldsIn(layer.layers)
      : layer.type === 'normalization' && ['dense', 'conv2d'].includes(layers[i - 1]?.type ?? ''),
  );

/**
 * Samples in the smallest part of a batch whose statistics are taken together. A rest of ghost batches counts, unless it
 * gives a channel a single value and joins the part before it.
 */
export function samplesTogether(norm: Normalizer, batch: number, positions: number): number {
  const size = traitsOf(norm).ghostSize(norm);
  if (size === null || size >= batch) return batch;
  const rest = batch % size;
  return rest * positions > 1 ? rest : size;
}

/** How often a training step moves the running statistics: once for each part of the batch. */
export function updatesPerStep(norm: Normalizer, batch: number): number {
  const size = traitsOf(norm).ghostSize(norm) ?? batch;
  return Math.max(1, Math.floor(batch / size) + (batch % size > 1 ? 1 : 0));
}

/** Weight that the initial running statistics still have after so many steps; 0 for a plain average over all batches. */
export function initialWeight(norm: Normalizer, steps: number, batch: number): number {
  const momentum = momentumOf(norm) ?? null;
  const moving = Math.min(steps, (frozenFrom(norm) ?? Infinity) - 1);
  return momentum === null ? 0 : (1 - momentum) ** (moving * updatesPerStep(norm, batch));
}
