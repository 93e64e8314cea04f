/** The probe of recalibration: what it runs on and costs. What it measures: take.ts. */
import type { ProbeKind } from '../probe.ts';
import { channelsOfAll } from '../sum.ts';

export const recalibration: ProbeKind<'recalibration'> = {
  kernels: 'fast',
  load: async () => (await import('./take.ts')).probeRecalibration,
  work: ({ factor, offset, share }, { population, train, validation, columns }) => ({
    forward: population * share + 4 * validation,
    touched: factor === 1 && offset === 0 ? 0 : (train + validation) * columns,
  }),
  stores: (_, { normalizers, validation }) => ({ numbers: 2 * channelsOfAll(normalizers), samples: validation }),
};
