/** What the probe of activations says, held against networks whose numbers are known. */
import { describe, expect, it } from 'vitest';
import { probeActivations } from '../../../../engine/probes/activations/take.ts';
import { effectiveRank, meanCosine } from '../../../../engine/probes/activations/matrix-measures.ts';
import { runProbe } from '../../../../engine/probes/run-probe.ts';
import { spreadOf } from '../../../../engine/probes/spread.ts';
import { Probe, type ProbeOf, type RunSpecInput } from '../../../../engine/spec/schema.ts';
import { clusters } from '../../../support/small-dataset.ts';
import { snapshotAt, subjectAt, undisturbed } from '../../../support/probes.ts';

const probe = Probe.parse({ type: 'activations', samples: 200 }) as ProbeOf<'activations'>;
const look = (input: RunSpecInput, change?: (subject: ReturnType<typeof subjectAt>) => void) => {
  const subject = subjectAt(0, { training: { batchSize: 20 }, ...input }, clusters());
  change?.(subject);
  return probeActivations(subject, probe, undisturbed);
};

describe('what a layer says of its units', () => {
  it('counts dead and always-on rectifiers by their biases', () => {
    const { numbers, arrays } = look(
      { model: { hidden: [10], activation: 'relu', normalization: { type: 'none' } } },
      ({ model }) => {
        const bias = model.parameters.find(({ name }) => name === 'dense1.bias')!.value.data;
        bias.fill(-1000, 0, 3);
        bias.fill(1000, 3, 7);
      },
    );
    expect(numbers['activation1/dead']).toBe(0.3);
    expect(numbers['activation1/always-on']).toBe(0.4);
    const active = arrays.find(({ name }) => name === 'activation1/active')!.data;
    expect([...active.slice(0, 7)]).toEqual([0, 0, 0, 1, 1, 1, 1]);
    expect(numbers['activation1/slope']).toBeCloseTo(active.reduce((a, b) => a + b) / 10, 12);
  });

  it('finds what gamma and beta promise under batch normalization', () => {
    const { numbers, arrays } = look({ model: { hidden: [40], normalization: { type: 'batch' } } }, ({ model }) => {
      const find = (name: string) => model.parameters.find((p) => p.name === name)!.value.data;
      find('norm1.gamma').fill(-2);
      find('norm1.beta').fill(1);
    });
    const predicted = arrays.find(({ name }) => name === 'activation1/predicted')!.data;
    // Phi(1/2).
    expect(predicted[0]).toBeCloseTo(0.6914624612740131, 12);
    expect(numbers['activation1/prediction error']).toBeLessThan(0.1);
    expect(numbers['activation1/p50']).toBeGreaterThan(0.7);
    expect(numbers['activation1/mean']).toBeCloseTo(1, 10);
    expect(numbers['activation1/deviation']).toBeCloseTo(2, 3);
  });

  it('calls only rectifiers dead, which pass nothing on their left side', () => {
    const named = (activation: 'relu' | 'leaky-relu' | 'sigmoid') =>
      Object.keys(look({ model: { hidden: [5], activation } }).numbers).filter((name) => /dead|always-on/.test(name));
    expect(named('relu')).toEqual(['activation1/dead', 'activation1/always-on']);
    expect(named('leaky-relu')).toEqual(['activation1/always-on']);
    expect(named('sigmoid')).toEqual([]);
  });

  it('does not call units dead whose numbers are none', () => {
    const { numbers } = look(
      { model: { hidden: [5], activation: 'relu', normalization: { type: 'none' } } },
      ({ model }) => {
        model.parameters.find(({ name }) => name === 'dense1.bias')!.value.data.fill(NaN, 0, 1);
      },
    );
    expect(numbers['activation1/dead']).toBe(0);
    expect(numbers['activation1/centring']).toBeNaN();
  });

  it('promises shares only where values are centred', () => {
    const promised = (type: 'layer' | 'rms' | 'dynamic-tanh' | 'affine') =>
      look({ model: { hidden: [6], normalization: { type } } }).arrays.some(({ name }) => name.endsWith('/predicted'));
    expect(promised('layer')).toBe(true);
    for (const type of ['rms', 'dynamic-tanh', 'affine'] as const) expect(promised(type), type).toBe(false);
  });

  it('sees saturation where weights are large', () => {
    const at = (factor: number) =>
      look({ model: { hidden: [20], activation: 'tanh', normalization: { type: 'none' } } }, ({ model, kernels }) => {
        const weight = model.parameters[0]!;
        kernels.scale(weight.value, factor, weight.value, weight.size);
      }).numbers;
    expect(at(1e-3)['activation1/saturation']).toBe(0);
    expect(at(1e-3)['activation1/slope']).toBeGreaterThan(0.99);
    expect(at(1e4)['activation1/saturation']).toBeGreaterThan(0.99);
    expect(at(1e4)['activation1/slope']).toBeLessThan(0.01);
  });

  it('covers all values with its histogram', () => {
    const { arrays, samples } = look({ model: { hidden: [10] } });
    const counts = arrays.find(({ name }) => name === 'activation1/histogram')!;
    expect(counts.axes).toEqual(['activation1/histogram/edges']);
    expect(counts.data.reduce((a, b) => a + b)).toBe(samples.rows.length * 10);
  });
});

describe('measures of a matrix', () => {
  it('counts directions', () => {
    const identity = Float64Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 1 : 0));
    expect(effectiveRank(identity, 4, 4)).toBeCloseTo(4, 12);
    const ones = new Float64Array(12).fill(3);
    expect(effectiveRank(ones, 3, 4)).toBeCloseTo(1, 6);
    expect(effectiveRank(ones, 4, 3)).toBeCloseTo(1, 6);
    expect(effectiveRank(new Float64Array(12), 4, 3)).toBeNaN();
  });

  it('averages cosines of pairs', () => {
    expect(meanCosine(Float64Array.of(1, 0, 0, 2, 3, 3), 3, 2)).toBeCloseTo((0 + Math.SQRT1_2 * 2) / 3, 12);
    expect(meanCosine(Float64Array.of(1, 1, 5, 5), 2, 2)).toBeCloseTo(1, 12);
  });

  it('gives no numbers of what is not finite', () => {
    expect(spreadOf(Float64Array.of(1, NaN))).toMatchObject({ mean: NaN, edges: [] });
    expect(spreadOf(Float64Array.of(2, 2))).toMatchObject({ mean: 2, deviation: 0, counts: [2] });
  });
});

describe('a probe of a run', () => {
  it('says what it looked at, and leaves the checkpoint as it was', async () => {
    const snapshot = snapshotAt(5, { training: { steps: 10, batchSize: 20 } }, clusters());
    const before = [...snapshot.checkpoint.numbers].map(([name, list]) => [name, [...list]]);
    const record = await runProbe(snapshot, probe, undisturbed);
    expect(record).toMatchObject({ step: 5, precision: 'float32', statistics: ['batch'], problem: null });
    expect(record.samples.part).toBe('train');
    expect(new Set(record.samples.rows).size).toBe(200);
    expect([...snapshot.checkpoint.numbers].map(([name, list]) => [name, [...list]])).toEqual(before);
  });
});
