/**
 * The part of the kernel interface for statistics of groups of channels, one number a sample and group: what layer,
 * instance, group, RMS and filter response normalization are made of. Statistics of a channel over the batch are in
 * column.ts.
 */
import type { Tensor } from './tensor.ts';

/**
 * Samples of `positions` x `channels` numbers, channels fastest. The channels are split into `groups` ranges of equal
 * length: 1 group for layer normalization, one a channel for instance normalization. `groups` divides `channels`.
 *
 * Statistics and coefficients are rows x groups; each belongs to the positions * channels / groups numbers of its group.
 * A row gives the same bits whatever other rows are in the batch.
 */
export interface GroupLayout {
  rows: number;
  /** Height times width; 1 for dense layers. */
  positions: number;
  channels: number;
  groups: number;
}

export interface GroupKernels {
  /** Mean and biased variance of each group of x, two passes over centred values. */
  groupMoments(x: Tensor, mean: Tensor, variance: Tensor, layout: GroupLayout): void;
  /** Mean of the squares of each group of x. */
  groupMeanSquares(x: Tensor, meanSquare: Tensor, layout: GroupLayout): void;
  /** y = (x - shift) * factor with the shift and factor of the group; a null shift stands for 0. y may alias x. */
  groupScale(x: Tensor, shift: Tensor | null, factor: Tensor, y: Tensor, layout: GroupLayout): void;
  /** sumA = sum of a, sumAB = sum of a * b, over each group. */
  groupSums(a: Tensor, b: Tensor, sumA: Tensor, sumAB: Tensor, layout: GroupLayout): void;
  /**
   * out = p * a + q * b + r with the p, q and r of the group; a null r stands for 0. out may alias a or b. With a = dy
   * (times gamma), b = xhat and p, q, r made from {@link groupSums}, this is the gradient of group statistics.
   */
  groupCombine(a: Tensor, p: Tensor, b: Tensor, q: Tensor, r: Tensor | null, out: Tensor, layout: GroupLayout): void;
}
