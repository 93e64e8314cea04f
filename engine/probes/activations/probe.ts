/** The probe of activations: what it runs on and costs. What it measures: take.ts. */
import { sizeOf } from '../../spec/plan.ts';
import type { ProbeKind } from '../probe.ts';
import { BINS } from '../spread.ts';
import { channelsOfAll, sum } from '../sum.ts';
import { RANKED_SAMPLES } from './bounds.ts';

/** Edges and counts of one histogram. */
const HISTOGRAM = 2 * BINS + 1;

export const activations: ProbeKind<'activations'> = {
  kernels: 'fast',
  load: async () => (await import('./take.ts')).probeActivations,
  work: (_, { activations: layers, set }) => {
    const ranked = layers.map(({ shape }) => [Math.min(set, RANKED_SAMPLES), sizeOf(shape)].sort((a, b) => a - b));
    return {
      forward: set,
      sorted: set * sum(layers.map(({ shape }) => sizeOf(shape))),
      inner: sum(ranked.map(([n = 0, along = 0]) => (n * n * along) / 2)),
      eigenvectors: sum(ranked.map(([n = 0]) => n ** 3)),
    };
  },
  stores: (_, { activations: layers, set }) => ({
    numbers: HISTOGRAM * layers.length + 2 * channelsOfAll(layers),
    samples: set,
  }),
};
