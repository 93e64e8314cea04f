/** The probe of the landscape: what it runs on and costs. What it measures: take.ts. */
import type { ProbeKind } from '../probe.ts';

export const landscape: ProbeKind<'landscape'> = {
  kernels: 'fast',
  load: async () => (await import('./take.ts')).probeLandscape,
  work: ({ grid, points }, { set, batch, parameters }) => {
    const places = grid ** 2;
    return {
      forward: places * set,
      backward: (points + 1) * batch,
      touched: (places + 2 * points) * parameters,
    };
  },
  stores: ({ grid, points }, { set, batch }) => ({
    numbers: grid ** 2 + 2 * grid + 4 * points + set,
    samples: batch,
  }),
};
