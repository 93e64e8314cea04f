/** Walks along gradients and covariate shifts against PyTorch (make_probes.py), on reference kernels. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { probeCovariateShift } from '../../engine/probes/covariate-shift/take.ts';
import { probeLandscape } from '../../engine/probes/landscape/take.ts';
import type { Batch, Subject } from '../../engine/probes/subject.ts';
import { Probe, type ProbeOf, type RunSpecInput } from '../../engine/spec/schema.ts';
import { distance, tensor } from '../support/kernel-sets.ts';
import { subjectAt, undisturbed } from '../support/probes.ts';
import { clusters } from '../support/small-dataset.ts';

interface Case {
  name: 'batch' | 'batch-relu' | 'layer' | 'none';
  /** samples x features. */
  x: number[];
  labels: number[];
  parameters: Record<string, number[]>;
  walk: { loss: number; norm: number; losses: number[]; changes: number[]; smoothness: number };
  /** By layer. */
  shifts: Record<string, { shift: number; relative: number; cosine: number }>;
  /** By activation. */
  drifts: Record<string, { drift: number; relative: number; after: number[] }>;
}
const golden = JSON.parse(readFileSync(new URL('probes.json', import.meta.url), 'utf8')) as {
  features: number;
  samples: number;
  rows: number;
  rate: number;
  hidden: number[];
  cases: Case[];
};
const { features, samples, rows, rate, hidden } = golden;

const MODELS: Record<Case['name'], NonNullable<RunSpecInput['model']>> = {
  batch: { normalization: { type: 'batch' }, activation: 'tanh' },
  'batch-relu': { normalization: { type: 'batch' }, activation: 'relu' },
  layer: { normalization: { type: 'layer' }, activation: 'sigmoid' },
  none: { normalization: { type: 'none' }, activation: 'tanh' },
};

/** The network of a case, with its first rows as the next batch and all of them as the probe set. */
function subjectOf({ name, x, labels, parameters }: Case): Subject {
  const input: RunSpecInput = {
    model: { ...MODELS[name], hidden },
    optimizer: { type: 'sgd', learningRate: rate },
    training: { batchSize: rows },
  };
  const subject = subjectAt(0, input, clusters());
  expect(subject.model.parameters.map((p) => p.name).sort()).toEqual(Object.keys(parameters).sort());
  for (const p of subject.model.parameters)
    subject.checkpoint.numbers.get(`parameter/${p.name}`)!.set(parameters[p.name]!);
  subject.restore();
  const take = (count: number): Batch => ({
    ...{ x: tensor(subject.kernels, x.slice(0, count * features)), rows: count },
    ...{ labels: Int32Array.from(labels.slice(0, count)), targets: new Float32Array() },
    samples: { part: 'train', rows: new Int32Array() },
  });
  return { ...subject, nextBatch: () => take(rows), probeSet: () => take(samples) };
}

describe.each(golden.cases)('probes say what PyTorch says: $name', (one) => {
  it('walking along the gradient', () => {
    const probe = Probe.parse({ type: 'landscape', grid: 3 }) as ProbeOf<'landscape'>;
    const { numbers, arrays } = probeLandscape(subjectOf(one), probe, undisturbed);
    const { loss, norm, losses, changes, smoothness } = one.walk;
    const data = (name: string) => arrays.find((array) => array.name === name)!.data;
    expect(distance(data('losses'), losses)).toBeLessThan(1e-12);
    expect(distance(data('gradient changes'), changes)).toBeLessThan(1e-12);
    const range = (values: number[]) => Math.max(...values) - Math.min(...values);
    const expected = {
      ...{ loss, 'gradient norm': norm, 'loss range': range(losses), 'relative loss range': range(losses) / loss },
      'gradient change range': range(changes),
      'relative gradient change range': range(changes) / norm,
      'effective beta-smoothness': smoothness,
    };
    for (const [name, value] of Object.entries(expected)) expect(numbers[name], name).toBeCloseTo(value, 11);
  });

  it('after an update of the layers below', () => {
    const probe = Probe.parse({ type: 'covariate-shift' }) as ProbeOf<'covariate-shift'>;
    const { numbers, arrays } = probeCovariateShift(subjectOf(one), probe, undisturbed);
    for (const [layer, { shift, relative, cosine }] of Object.entries(one.shifts)) {
      expect(numbers[`${layer}/gradient shift`]).toBeCloseTo(shift, 11);
      expect(numbers[`${layer}/relative gradient shift`]).toBeCloseTo(relative, 11);
      expect(numbers[`${layer}/gradient cosine`]).toBeCloseTo(cosine, 11);
    }
    for (const [layer, { drift, relative, after }] of Object.entries(one.drifts)) {
      expect(numbers[`${layer}/drift`]).toBeCloseTo(drift, 11);
      expect(numbers[`${layer}/relative drift`]).toBeCloseTo(relative, 11);
      const found = arrays.find(({ name }) => name === `${layer}/percentiles after`)!;
      expect(distance(found.data, after)).toBeLessThan(1e-12);
    }
  });
});
