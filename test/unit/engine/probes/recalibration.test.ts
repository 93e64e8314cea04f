/** Population statistics of other data: what a shift costs, and what they win back. */
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../../engine/data/dataset.ts';
import { probeRecalibration } from '../../../../engine/probes/recalibration/take.ts';
import { runProbe } from '../../../../engine/probes/run-probe.ts';
import { Probe, type ProbeOf, type RunSpecInput } from '../../../../engine/spec/schema.ts';
import { snapshotAt, subjectAt, undisturbed } from '../../../support/probes.ts';
import { createReferenceKernels } from '../../../../engine/kernels/reference.ts';
import { createSubject } from '../../../../engine/probes/subject.ts';
import { clusters } from '../../../support/small-dataset.ts';

const input: RunSpecInput = {
  model: { hidden: [12, 8], activation: 'relu' },
  optimizer: { type: 'sgd', learningRate: 0.3 },
  training: { batchSize: 40, steps: 60 },
};
/** Three classes that are easily told apart. */
const distant = () => clusters(300, 4);
const probeOf = (options: Record<string, unknown> = {}) =>
  Probe.parse({ type: 'recalibration', ...options }) as ProbeOf<'recalibration'>;
const look = (options: Record<string, unknown>, dataset = distant()) =>
  probeRecalibration(subjectAt(60, input, dataset), probeOf(options), undisturbed).numbers;

/** Clusters under another name, changed. */
const relative = (change: (x: number) => number, info: Partial<Dataset['info']> = {}): Dataset => {
  const { features, ...rest } = distant();
  return { ...rest, info: { ...rest.info, name: 'relative', ...info }, features: features.map(change) };
};
const lookAtOther = (other: Dataset, options: Record<string, unknown> = {}) => {
  const snapshot = { ...snapshotAt(60, input, distant()), others: new Map([[other.info.name, other]]) };
  const subject = createSubject(createReferenceKernels(), snapshot, 2);
  return probeRecalibration(subject, probeOf({ dataset: 'relative', ...options }), undisturbed);
};

describe('inputs that are shifted', () => {
  it('are lost to the running statistics, and won back', () => {
    const subject = subjectAt(60, input, distant());
    subject.computePrecise();
    const precise = subject.score('precise');
    const numbers = look({ offset: -30 });
    expect(numbers['original/accuracy']).toBeGreaterThan(0.8);
    expect(numbers['before/accuracy']).toBeLessThan(0.6);
    // The first normalization takes any affine change of all inputs away, but for eps.
    expect(numbers['after/accuracy']).toBe(precise.accuracy);
    expect(numbers['after/loss']).toBeCloseTo(precise.loss, 4);
    expect(look({ factor: 3, offset: -30 })['after/loss']).toBeCloseTo(precise.loss, 4);
    expect(numbers['batch/loss']).toBeCloseTo(subject.score('batch').loss, 4);
    expect(numbers['norm1/median z']).toBeGreaterThan(1);
  });

  it('left as they are, have the population statistics of the normalization probe', () => {
    const subject = subjectAt(60, input, distant());
    subject.computePrecise();
    const numbers = look({});
    expect(numbers['after/loss']).toBe(subject.score('precise').loss);
    expect(numbers['before/loss']).toBe(numbers['original/loss']);
  });

  it('do with few samples', () => {
    const numbers = look({ offset: 5, share: 0.1 });
    expect(numbers['after/loss']).not.toBe(look({ offset: 5 })['after/loss']);
    expect(numbers['after/accuracy']).toBeGreaterThan(numbers['before/accuracy']!);
  });
});

describe('another dataset', () => {
  it('is split and scaled as that of the run', () => {
    const { numbers, samples } = lookAtOther(relative((x) => x));
    const own = look({});
    expect(numbers['before/loss']).toBeCloseTo(own['before/loss']!, 12);
    // The same training samples in batches of another order.
    expect(numbers['after/loss']).toBeCloseTo(own['after/loss']!, 2);
    expect(samples.rows.length).toBe(30);
    expect(lookAtOther(relative((x) => 4 * x + 20)).numbers['after/accuracy']).toBeGreaterThan(0.8);
  });

  it('with other classes has no scores, but shows how far its statistics are', () => {
    const { numbers } = lookAtOther(relative((x) => x + 9, { classes: ['x', 'y', 'z'] }));
    expect(numbers['after/accuracy']).toBeUndefined();
    expect(numbers['original/accuracy']).toBeGreaterThan(0.8);
    expect(numbers['norm1/median z']).toBeGreaterThan(1);
  });

  it.each<[RegExp, Dataset | null]>([
    [/relative.*not there.*Import it.*set dataset to null/, null],
    [/shape 1 x 5.*built for 5/, relative((x) => x, { shape: [1, 5] })],
  ])('that does not fit is refused: %s', async (message, other) => {
    const others = new Map(other === null ? [] : [['relative', other]]);
    const snapshot = { ...snapshotAt(1, input, distant()), others };
    const { problem, numbers } = await runProbe(snapshot, probeOf({ dataset: 'relative' }), undisturbed);
    expect(problem).toMatch(message);
    expect(numbers).toEqual({});
  });
});

it('has nothing to say of a network without statistics over batches', async () => {
  const model: RunSpecInput['model'] = { hidden: [4], normalization: { type: 'layer' } };
  const { problem } = await runProbe(snapshotAt(1, { ...input, model }, distant()), probeOf(), undisturbed);
  expect(problem).toMatch(/no statistics over batches.*model\.normalization\.type/);
});
