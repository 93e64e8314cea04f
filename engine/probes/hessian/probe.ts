/** The probe of curvature: what it runs on and costs. What it measures: take.ts. */
import type { ProbeKind } from '../probe.ts';
import { GRID_POINTS } from './bounds.ts';

export const hessian: ProbeKind<'hessian'> = {
  kernels: 'dual',
  load: async () => (await import('./take.ts')).probeHessian,
  work: ({ statistics, full, iterations, vectors }, { normalizers, parameters, set }) => {
    const modes = normalizers.length > 0 ? statistics.length : 1;
    const whole = parameters <= full;
    const steps = Math.min(iterations, parameters);
    const products = whole ? parameters : steps + vectors * (1 + steps);
    // Each new vector of a Krylov space is made orthogonal to those before, twice.
    const orthogonal = whole ? 0 : (1 + vectors) * 2 * steps ** 2 * parameters;
    return {
      // Loss and gradient, then the products.
      backward: modes * (2 + products) * set,
      touched: modes * 4 * products * parameters,
      orthogonal: modes * orthogonal,
      eigenvalues: modes * (whole ? parameters ** 3 : 0),
    };
  },
  stores: ({ statistics, full, eigenvalues, vectors }, { parameters, set }) => {
    const density = vectors > 0 ? 2 * GRID_POINTS : 0;
    const found = parameters <= full ? parameters : 2 * eigenvalues + density;
    return { numbers: statistics.length * found, samples: set };
  },
};
