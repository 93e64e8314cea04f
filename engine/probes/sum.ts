/** Sums that the costs of probes are made of. */
import { channelsOf, type LayerPlan } from '../spec/plan.ts';

/** The sum of numbers. */
export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Channels (units, where there are no images) of some layers together. */
export const channelsOfAll = (layers: readonly LayerPlan[]): number =>
  sum(layers.map(({ shape }) => channelsOf(shape)));
