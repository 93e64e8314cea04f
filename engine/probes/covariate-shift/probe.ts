/** The probe of covariate shift: what it runs on and costs. What it measures: take.ts. */
import { sizeOf } from '../../spec/plan.ts';
import type { ProbeKind } from '../probe.ts';
import { channelsOfAll, sum } from '../sum.ts';

export const covariateShift: ProbeKind<'covariate-shift'> = {
  kernels: 'fast',
  load: async () => (await import('./take.ts')).probeCovariateShift,
  work: (_, { activations, set, batch, weighted, parameters }) => ({
    forward: 2 * set,
    backward: (1 + weighted) * batch,
    sorted: 2 * set * sum(activations.map(({ shape }) => sizeOf(shape))),
    touched: 8 * parameters,
  }),
  stores: (_, { activations, set, batch }) => ({ numbers: 6 * channelsOfAll(activations) + set, samples: batch }),
};
