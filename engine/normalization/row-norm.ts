/**
 * What layer, instance, group and RMS normalization have in common: each sample is standardized by itself, over all its
 * values or over groups of neighbouring channels (group-standardization.ts), and a learned affine map follows
 * (affine-map.ts). Which groups, and what is learned, is all that they differ in; the formulas stand in their files.
 */
import type { Tensor } from '../kernels/kernels.ts';
import type { Layer, LayerContext } from '../layers/layer.ts';
import { infoOf } from '../spec/describe.ts';
import { channelsOf, positionsOf, sizeOf, type NormalizationPlan } from '../spec/plan.ts';
import { createAffineMap } from './affine-map.ts';
import { createGroupStandardization } from './group-standardization.ts';

export interface RowNormOptions {
  /** Groups of neighbouring channels, each with its positions: 1 is the whole sample. Divides the channels. */
  groups: number;
  eps: number;
  /** Whether the mean of a group is subtracted. */
  centred: boolean;
  /** One gamma and beta for each of these, as far as they are learned. */
  per: 'channel' | 'element';
  scale: boolean;
  center: boolean;
}

/** A layer that standardizes each sample by itself; training and inference are the same. */
export function createRowNorm(
  { kernels, capacity, batch }: LayerContext,
  plan: NormalizationPlan,
  { groups, eps, centred, per, scale, center }: RowNormOptions,
): Layer {
  const [channels, positions] = [channelsOf(plan.shape), positionsOf(plan.shape)];
  const standardization = createGroupStandardization(
    kernels,
    capacity,
    { positions, channels, groups },
    { eps, centred },
  );
  const affine = createAffineMap(kernels, plan, per, { scale, center });
  const xhat = kernels.allocate(capacity * sizeOf(plan.shape));
  // Without gamma and beta the standardized values are the output.
  const output = affine.parameters.length > 0 ? kernels.allocate(capacity * sizeOf(plan.shape)) : xhat;
  const dx = kernels.allocate(batch * sizeOf(plan.shape));
  let input: Tensor | null = null;
  return {
    info: infoOf(plan),
    parameters: affine.parameters,
    state: [],
    output,
    norm: {
      channels,
      batchMean: null,
      batchVariance: null,
      runningMean: null,
      runningVariance: null,
      ...affine.report,
    },
    refreshReport: affine.refreshReport,
    get input() {
      return input;
    },
    forward(x, rows) {
      input = x;
      standardization.forward(x, xhat, rows);
      affine.forward(xhat, output, rows);
      return output;
    },
    backward(dy, rows) {
      const dxhat = affine.backward(dy, xhat, dx, rows);
      standardization.backward(dxhat, xhat, dx, rows);
      return dx;
    },
  };
}
