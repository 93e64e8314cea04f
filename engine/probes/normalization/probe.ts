/** The probe of normalization: what it runs on and costs. What it measures: take.ts. */
import type { ProbeKind } from '../probe.ts';
import { channelsOfAll } from '../sum.ts';

export const normalization: ProbeKind<'normalization'> = {
  kernels: 'fast',
  load: async () => (await import('./take.ts')).probeNormalization,
  work: (_, { population, validation }) => ({ forward: population + 3 * validation }),
  stores: (_, { normalizers, validation }) => ({ numbers: 9 * channelsOfAll(normalizers), samples: validation }),
};
