/** The probe of gradients: what it runs on and costs. What it measures: take.ts. */
import type { ProbeKind } from '../probe.ts';

export const gradients: ProbeKind<'gradients'> = {
  kernels: 'fast',
  load: async () => (await import('./take.ts')).probeGradients,
  work: (_, { batch, parameters }) => ({ backward: batch, touched: 10 * parameters }),
  stores: (_, { activations, batch }) => ({ numbers: activations.length, samples: batch }),
};
