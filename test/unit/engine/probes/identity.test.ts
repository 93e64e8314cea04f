/** Where batch normalization can undo itself: on the batch its gamma and beta came from, and on all data in inference. */
import { describe, expect, it } from 'vitest';
import { probeIdentity } from '../../../../engine/probes/identity/take.ts';
import { runProbe } from '../../../../engine/probes/run-probe.ts';
import { Probe, type ProbeOf, type RunSpecInput } from '../../../../engine/spec/schema.ts';
import { snapshotAt, subjectAt, undisturbed } from '../../../support/probes.ts';
import { clusters, smallImages } from '../../../support/small-dataset.ts';

const probe = Probe.parse({ type: 'identity', samples: 32 }) as ProbeOf<'identity'>;
const training = { batchSize: 40, steps: 10 };
const EXACT = 1e-12;

describe('a network of normalizers that undo themselves', () => {
  it.each<[string, RunSpecInput['model']]>([
    ['a perceptron', { hidden: [9, 9], activation: 'tanh' }],
    [
      'batch renormalization',
      { hidden: [9, 9], activation: 'tanh', normalization: { type: 'batch-renorm', warmup: 0 } },
    ],
    [
      'batch normalization after the activation',
      { hidden: [9], normalization: { type: 'batch', placement: 'after-activation' } },
    ],
    ['a convolutional network', { kind: 'cnn', channels: [4, 3], activation: 'relu' }],
    ['a residual network', { kind: 'resnet', depth: 8, width: 2, activation: 'relu' }],
  ])('%s', (_, model) => {
    const dataset = 'kind' in model! ? smallImages(200) : clusters();
    const subject = subjectAt(5, { model, training }, dataset);
    const names = subject.plans.filter((plan) => 'normalization' in plan).map(({ name }) => name);
    const { numbers, samples } = probeIdentity(subject, probe, undisturbed);
    expect(samples.rows.length).toBe(64);
    for (const name of [...names, 'outputs']) {
      expect(numbers[`${name}/same batch`], name).toBeLessThan(EXACT);
      expect(numbers[`${name}/unseen`], name).toBeLessThan(EXACT);
      expect(numbers[`${name}/other batch`], name).toBeGreaterThan(1e-3);
    }
    expect(numbers[`${names[0]!}/input`]).toBeGreaterThan(0.1);
  });

  it('takes one ghost batch', () => {
    const model: RunSpecInput['model'] = { hidden: [9], normalization: { type: 'ghost-batch', size: 20 } };
    const { numbers, samples } = probeIdentity(subjectAt(5, { model, training }, clusters()), probe, undisturbed);
    expect(samples.rows.length).toBe(40);
    expect(numbers['norm1/same batch']).toBeLessThan(EXACT);
    expect(numbers['norm1/unseen']).toBeLessThan(EXACT);
  });

  it('stands as before afterwards', () => {
    const subject = subjectAt(5, { model: { hidden: [9] }, training }, clusters());
    const before = subject.score('running');
    probeIdentity(subject, probe, undisturbed);
    expect(subject.score('running')).toEqual(before);
  });
});

it.each([[{ type: 'layer' }], [{ type: 'switchable' }], [{ type: 'batch', scale: false }]])(
  'has nothing to say of %o',
  async (normalization) => {
    const input = { model: { hidden: [4], normalization }, training } as RunSpecInput;
    const { problem } = await runProbe(snapshotAt(1, input, clusters()), probe, undisturbed);
    expect(problem).toMatch(/undoes itself.*model\.normalization\.type/);
  },
);
