/** What the probe of normalization says, held against networks whose statistics are known. */
import { describe, expect, it } from 'vitest';
import { hasPopulation, type PopulationLayer } from '../../../../engine/layers/layer.ts';
import { probeNormalization } from '../../../../engine/probes/normalization/take.ts';
import { runProbe } from '../../../../engine/probes/run-probe.ts';
import { Probe, type ProbeOf, type RunSpecInput } from '../../../../engine/spec/schema.ts';
import { snapshotAt, subjectAt, undisturbed } from '../../../support/probes.ts';
import { clusters, smallImages } from '../../../support/small-dataset.ts';

type Subject = ReturnType<typeof subjectAt>;
const probe = Probe.parse({ type: 'normalization' }) as ProbeOf<'normalization'>;
const subjectOf = (model: RunSpecInput['model'], step = 3): Subject =>
  subjectAt(step, { model, training: { batchSize: 40, steps: 10 } }, clusters());
const look = (subject: Subject) => probeNormalization(subject, probe, undisturbed);
const populations = ({ model }: Subject): PopulationLayer[] => model.layers.filter(hasPopulation);
const find = ({ model }: Subject, name: string) => model.parameters.find((p) => p.name === name)!.value.data;

/** Puts the population statistics, moved by `shift` deviations, in the place of the running ones. */
function install(subject: Subject, shift: number): void {
  subject.computePrecise();
  for (const { population } of populations(subject)) {
    const { running, precise, channels } = population;
    for (let j = 0; j < channels; j++)
      running.mean.data[j] = precise.mean.data[j]! + shift * Math.sqrt(precise.variance.data[j]! + 1e-5);
    running.variance.data.set(precise.variance.data);
  }
}

describe('the gap between running and population statistics', () => {
  it.each([
    [0.05, 0],
    [0.2, 1],
    [-0.5, 2],
  ])('of %d deviations has the warning level %d', (shift, warning) => {
    const subject = subjectOf({ hidden: [8, 6], activation: 'tanh' });
    install(subject, shift);
    const { numbers, arrays } = look(subject);
    for (const layer of ['norm1', 'norm2']) {
      expect(numbers[`${layer}/median z`]).toBeCloseTo(Math.abs(shift), 12);
      expect(numbers[`${layer}/largest z`]).toBeCloseTo(Math.abs(shift), 12);
      expect(numbers[`${layer}/largest log variance ratio`]).toBe(0);
      expect(numbers[`${layer}/warning`]).toBe(warning);
    }
    expect(arrays.find(({ name }) => name === 'norm2/z')).toMatchObject({ shape: [6], axes: ['channel'] });
  });

  it.each(['batch', 'ghost-batch', 'batch-renorm', 'decorrelated-batch', 'switchable'] as const)(
    'is nothing where they are the same: %s',
    (type) => {
      const model = { kind: 'cnn', channels: [5, 3], normalization: { type } } as RunSpecInput['model'];
      const subject = subjectAt(3, { model, training: { batchSize: 40, steps: 10 } }, smallImages(200));
      subject.computePrecise();
      for (const { population } of populations(subject)) {
        population.running.mean.data.set(population.precise.mean.data);
        const variance = population.precise.variance.data;
        // Renormalization averages deviations, with eps already in them.
        population.running.variance.data.set(
          type === 'batch-renorm' ? variance.map((v) => Math.sqrt(v + 1e-5)) : variance,
        );
      }
      const { numbers } = look(subject);
      expect(numbers['norm2/largest z']).toBeLessThan(1e-12);
      expect(numbers['norm2/largest log variance ratio']).toBeLessThan(1e-12);
      expect(numbers['running/loss']).toBeCloseTo(numbers['precise/loss']!, 12);
      expect(numbers['running/loss']).not.toBeCloseTo(numbers['batch/loss']!, 4);
    },
  );

  it('takes the variances of decorrelation from the diagonals of its groups', () => {
    const subject = subjectOf({ hidden: [7], normalization: { type: 'decorrelated-batch', groupSize: 3 } });
    const { arrays } = look(subject);
    const get = (name: string) => arrays.find((array) => array.name === `norm1/${name}`)!.data;
    const { population } = populations(subject)[0]!;
    const diagonal = [0, 4, 8, 9, 13, 17, 18];
    expect([...get('population variance')]).toEqual(diagonal.map((i) => population.precise.variance.data[i]));
    expect([...get('running variance')]).toEqual(diagonal.map((i) => population.running.variance.data[i]));
  });

  it('costs what the three accuracies say', () => {
    const subject = subjectOf({ hidden: [8], activation: 'relu' });
    for (const { population } of populations(subject)) population.running.mean.data.fill(1000);
    const { numbers, samples } = look(subject);
    expect(numbers['running/accuracy']).toBeLessThan(0.5);
    expect(numbers['precise/accuracy']).toBe(subject.score('precise').accuracy);
    expect(numbers['batch/loss']).toBe(subject.score('batch').loss);
    expect(numbers['norm1/warning']).toBe(2);
    expect(samples.rows.length).toBe(subject.data.parts.validation.samples);
  });
});

describe('what gamma and beta have become', () => {
  it('is said of each channel, with the share of active units that they promise', () => {
    const subject = subjectOf({ hidden: [4] });
    find(subject, 'norm1.gamma').set([-2, 0.005, 0, 1]);
    find(subject, 'norm1.beta').set([1, 0, 3, 0]);
    const { numbers, arrays } = look(subject);
    expect(numbers['norm1/gamma off']).toBe(0.5);
    expect(numbers['norm1/beta mean']).toBe(1);
    expect(numbers['norm1/gamma p50']).toBe(0.0025);
    // Phi(1/2), Phi(0), a unit that is always on, Phi(0).
    const active = [0.6914624612740131, 0.5, 1, 0.5];
    arrays.find(({ name }) => name === 'norm1/active')!.data.forEach((p, j) => expect(p).toBeCloseTo(active[j]!, 12));
    expect(numbers['norm1/centring']).toBeCloseTo((0.1914624612740131 + 0.5) / 4, 12);
  });

  it('is said of normalizers without statistics over batches too, and no share where nothing is centred', () => {
    const layer = look(subjectOf({ hidden: [4], normalization: { type: 'layer' } }));
    expect(layer.numbers['norm1/gamma mean']).toBeTypeOf('number');
    expect(layer.numbers['norm1/warning']).toBeUndefined();
    expect(layer.numbers['running/loss']).toBe(layer.numbers['precise/loss']);
    const rms = look(subjectOf({ hidden: [4], normalization: { type: 'rms' } }));
    expect(rms.numbers['norm1/gamma mean']).toBeTypeOf('number');
    expect(rms.arrays.map(({ name }) => name)).toEqual(['norm1/gamma']);
  });

  it('has nothing to say of a network without any', async () => {
    const input: RunSpecInput = {
      model: { hidden: [4], normalization: { type: 'none' } },
      training: { batchSize: 40 },
    };
    const { problem, numbers } = await runProbe(snapshotAt(1, input, clusters()), probe, undisturbed);
    expect(problem).toMatch(/no normalization layer.*model\.normalization\.type/);
    expect(numbers).toEqual({});
  });
});
