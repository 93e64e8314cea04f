/** The probe of scale invariance: what it runs on and costs. What it measures: take.ts. */
import type { ProbeKind } from '../probe.ts';
import { channelsOfAll } from '../sum.ts';

export const scaleInvariance: ProbeKind<'scale-invariance'> = {
  kernels: 'exact',
  load: async () => (await import('./take.ts')).probeScaleInvariance,
  work: ({ factors }, { weighted, set, parameters }) => {
    const scaled = Math.max(1, weighted - 1);
    const passes = 2 * (1 + scaled * factors.length);
    return { copies: 2, backward: passes * set, touched: passes * 4 * parameters };
  },
  stores: ({ factors }, { normalizers, set }) => ({
    numbers: 2 * channelsOfAll(normalizers) + 6 * normalizers.length * factors.length,
    samples: set,
  }),
};
