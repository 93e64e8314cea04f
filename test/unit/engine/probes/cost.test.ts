/** What a probe is said to cost grows with what it has to do. How long one really takes is for no test to say. */
import { describe, expect, it } from 'vitest';
import { probeCost, probeWork, type ProbedRun } from '../../../../engine/probes/cost.ts';
import { planModel } from '../../../../engine/spec/plan-networks.ts';
import { PROBE_TYPES, RunSpec, type ModelInput, type ProbeOf, type ProbeSpec } from '../../../../engine/spec/schema.ts';

const runOf = (model: ModelInput): ProbedRun => ({
  plans: planModel(RunSpec.parse({ model }).model, [28, 28], 10),
  ...{ samples: 10_000, train: 8000, validation: 1000, batch: 60, columns: 784 },
});
const mlp = runOf({ hidden: [100, 100, 100] });
const probe = (input: { type: string } & Record<string, unknown>): ProbeSpec =>
  RunSpec.parse({ probes: [input] }).probes[0]!;
const cost = (input: Parameters<typeof probe>[0], run = mlp): number => probeCost(probe(input), run).milliseconds;

describe('the cost of a probe', () => {
  it.each(PROBE_TYPES)('of type %s is more than nothing, and more in a larger network', (type) => {
    const { milliseconds, bytes } = probeCost(probe({ type }), mlp);
    expect(milliseconds).toBeGreaterThan(0);
    expect(bytes).toBeGreaterThan(0);
    expect(cost({ type }, runOf({ hidden: [300, 300, 300] }))).toBeGreaterThan(milliseconds);
  });

  it.each([
    ['activations', 'samples', [100, 500, 1000]],
    ['landscape', 'samples', [100, 500, 1000]],
    ['landscape', 'grid', [11, 21, 41]],
    ['landscape', 'points', [4, 8, 16]],
    ['covariate-shift', 'samples', [100, 500, 1000]],
    ['identity', 'samples', [10, 60, 200]],
    ['scale-invariance', 'samples', [10, 60, 200]],
    ['scale-invariance', 'factors', [[2], [2, 3], [2, 3, 4]]],
    ['recalibration', 'share', [0.1, 0.5, 1]],
    ['hessian', 'samples', [100, 500, 1000]],
    ['hessian', 'iterations', [10, 45, 90]],
    ['hessian', 'vectors', [0, 1, 4]],
    ['hessian', 'statistics', [['batch'], ['batch', 'running']]],
  ])('of %s grows with %s', (type, option, values) => {
    const costs = values.map((value) => cost({ type, [option]: value }));
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
    expect(new Set(costs).size).toBe(values.length);
  });

  it('grows no further once all samples are in, or all that fit into one pass', () => {
    expect(cost({ type: 'activations', samples: 8000 })).toBe(cost({ type: 'activations', samples: 60_000 }));
    const images = runOf({ kind: 'resnet', depth: 8, width: 8 });
    expect(cost({ type: 'activations', samples: 400 }, images)).toBe(
      cost({ type: 'activations', samples: 500 }, images),
    );
  });

  it('counts what the probes do: places of a slice, products with the Hessian', () => {
    const landscape = probe({ type: 'landscape', grid: 11, samples: 50, points: 4 }) as ProbeOf<'landscape'>;
    expect(probeWork(landscape, mlp)).toMatchObject({ forward: 121 * 50, backward: 5 * 60 });
    const hessian = probe({ type: 'hessian', samples: 50, iterations: 10, vectors: 2 });
    // Loss and gradient; 10 for the eigenvalues, 2 for the trace, 2 x 10 for the density; with both statistics.
    expect(probeWork(hessian, mlp).backward).toBe(2 * 34 * 50);
    const tiny = runOf({ hidden: [1] });
    const whole = probe({ type: 'hessian', samples: 50, full: 2000, statistics: ['batch'] });
    const parameters = 784 + 2 + 10 + 10;
    expect(probeWork(whole, tiny)).toMatchObject({ backward: (2 + parameters) * 50, eigenvalues: parameters ** 3 });
  });
});
