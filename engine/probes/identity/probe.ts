/** The probe of identity: what it runs on and costs. What it measures: take.ts. */
import type { ProbeKind } from '../probe.ts';
import { UNSEEN } from './bounds.ts';

export const identity: ProbeKind<'identity'> = {
  kernels: 'exact',
  load: async () => (await import('./take.ts')).probeIdentity,
  work: (_, { normalizers, set, validation }) => ({
    forward: (normalizers.length + 4) * set + 2 * Math.min(UNSEEN, validation),
  }),
  stores: (_, { set }) => ({ numbers: 0, samples: 2 * set }),
};
