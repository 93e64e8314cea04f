/** What the probe of gradients says, held against numbers that are known and identities that hold exactly. */
import { describe, expect, it } from 'vitest';
import { probeGradients } from '../../../../engine/probes/gradients/take.ts';
import { distance, norm, readAll, writeAll } from '../../../../engine/probes/parameters.ts';
import type { Subject } from '../../../../engine/probes/subject.ts';
import { Probe, type ProbeOf, type RunSpecInput } from '../../../../engine/spec/schema.ts';
import { clusters, smallImages } from '../../../support/small-dataset.ts';
import { subjectAt, undisturbed } from '../../../support/probes.ts';

const probe = Probe.parse({ type: 'gradients' }) as ProbeOf<'gradients'>;
const at = (input: RunSpecInput, step = 0, dataset = clusters()): Subject =>
  subjectAt(step, { optimizer: { type: 'sgd', learningRate: 0.1 }, training: { batchSize: 20 }, ...input }, dataset);
const look = (subject: Subject) => probeGradients(subject, probe, undisturbed);
const IMAGES: RunSpecInput = { model: { kind: 'cnn', channels: [4, 5], activation: 'tanh', pool: 'average' } };

describe('the update', () => {
  it('is the learning rate times the gradient under plain gradient descent', () => {
    const { numbers } = look(at({ model: { hidden: [6, 5], activation: 'tanh' } }));
    for (const name of ['', 'dense1/', 'dense3/', 'dense3.bias/', 'norm1/', 'norm2.gamma/'])
      expect(numbers[`${name}update norm`]! / (0.1 * numbers[`${name}gradient norm`]!), name).toBeCloseTo(1, 12);
    expect(numbers['norm1.gamma/update ratio']).toBe(
      numbers['norm1.gamma/update norm']! / numbers['norm1.gamma/weight norm']!,
    );
    // Betas start at 0.
    expect(numbers).not.toHaveProperty('norm1.beta/update ratio');
  });

  it('adds up from parameters to layers to the network', () => {
    const { numbers } = look(at({ model: { hidden: [6, 5] }, optimizer: { type: 'adam', learningRate: 0.01 } }, 3));
    for (const quantity of ['gradient norm', 'weight norm', 'update norm']) {
      const of = (...names: string[]) => norm(names.map((name) => numbers[`${name}/${quantity}`]!));
      expect(of('dense3')).toBeCloseTo(of('dense3.weight', 'dense3.bias'), 12);
      expect(numbers[quantity]).toBeCloseTo(of('dense1', 'norm1', 'dense2', 'norm2', 'dense3'), 12);
    }
  });

  it('is that of the run: the step that training would do, with its clipping and momentum', () => {
    const input: RunSpecInput = {
      model: { hidden: [6], activation: 'relu' },
      optimizer: { type: 'sgd', learningRate: 0.5, momentum: 0.9, weightDecay: 0.01 },
      training: { batchSize: 20, clipping: { type: 'norm', maximum: 0.1 } },
    };
    const [now, next] = [at(input, 4), at(input, 5)];
    const before = readAll(now.model.parameters, 'value');
    const { numbers } = look(now);
    expect(numbers['update norm']).toBeCloseTo(distance(readAll(next.model.parameters, 'value'), before), 12);
    expect(readAll(now.model.parameters, 'value')).toEqual(before);
    // The same again: the order of the batches and the velocities were put back too.
    expect(look(now).numbers).toEqual(numbers);
  });

  it('leaves running statistics as they are', () => {
    const subject = at({}, 2);
    const running = () => subject.model.layers.flatMap(({ state }) => state.map(({ value }) => [...value.data]));
    const before = running();
    look(subject);
    expect(running()).toEqual(before);
  });
});

describe('the effective learning rate', () => {
  const rates = (input: RunSpecInput, dataset = clusters()) =>
    Object.keys(look(at(input, 0, dataset)).numbers)
      .filter((name) => name.endsWith('effective rate'))
      .map((name) => name.split('/')[0]);

  it('is given for weights whose length changes nothing', () => {
    const subject = at({ model: { hidden: [6, 5], activation: 'tanh', normalization: { type: 'batch', eps: 0 } } });
    const { numbers } = look(subject);
    expect(numbers['dense1/effective rate']).toBeCloseTo(0.1 / numbers['dense1/weight norm']! ** 2, 12);
    const batch = subject.nextBatch();
    const loss = subject.lossOf(batch, 'batch');
    for (const name of ['dense1', 'dense2', 'dense3']) {
      const { parameters } = subject.model.layers.find(({ info }) => info.name === name)!;
      writeAll(
        parameters,
        readAll(parameters, 'value').map((w) => 3 * w),
      );
      const change = Math.abs(subject.lossOf(batch, 'batch') - loss);
      if (`${name}/effective rate` in numbers) expect(change, name).toBeLessThan(1e-12);
      else expect(change, name).toBeGreaterThan(1e-3);
      subject.restore();
    }
  });

  it('knows which normalizers take the scale away', () => {
    const model = (type: 'layer' | 'affine' | 'none' | 'rms' | 'batch-renorm') => ({
      hidden: [6, 6],
      activation: 'tanh' as const,
      normalization: { type },
    });
    expect(rates({ model: model('layer') })).toEqual(['dense1', 'dense2']);
    expect(rates({ model: model('rms') })).toEqual(['dense1', 'dense2']);
    for (const type of ['affine', 'none', 'batch-renorm'] as const) expect(rates({ model: model(type) })).toEqual([]);
    // Past a rectifier the scale survives, past tanh it does not.
    const after = (activation: 'relu' | 'tanh') =>
      rates({ model: { hidden: [6], activation, normalization: { type: 'batch', placement: 'after-activation' } } });
    expect(after('relu')).toEqual(['dense1']);
    expect(after('tanh')).toEqual([]);
    expect(
      rates({ model: { hidden: [6], normalization: { type: 'none' }, reparameterization: { type: 'weight-norm' } } }),
    ).toEqual(['dense1']);
    // Frozen statistics are constants.
    expect(rates({ model: { hidden: [6], normalization: { type: 'batch', freezeStatisticsAt: 1 } } })).toEqual([]);
  });

  it('looks into residual blocks', () => {
    const found = rates({ model: { kind: 'resnet', width: 3, activation: 'relu' } }, smallImages());
    expect(found).toContain('block2.shortcut.conv1');
    expect(found).toHaveLength(9);
    // What goes past the block without being normalized is not free to change its scale.
    const model: RunSpecInput['model'] = {
      kind: 'layers',
      layers: [
        { type: 'dense', units: 6 },
        { type: 'residual', layers: [{ type: 'normalization' }, { type: 'activation' }, { type: 'dense', units: 6 }] },
      ],
    };
    expect(rates({ model })).toEqual([]);
  });
});

describe('gradients on their way down', () => {
  it('have no part that is independent of the input under batch normalization', () => {
    const { numbers } = look(at({ model: { hidden: [6, 5], activation: 'tanh' } }));
    expect(numbers['dense1/input-independent share']).toBeLessThan(1e-12);
    expect(numbers['dense2/input-independent share']).toBeLessThan(1e-12);
    expect(numbers['dense3/input-independent share']).toBeGreaterThan(1e-3);
    const images = look(at(IMAGES, 0, smallImages())).numbers;
    expect(images['conv1/input-independent share']).toBeLessThan(1e-12);
    expect(images['conv2/input-independent share']).toBeLessThan(1e-12);
    const plain = look(at({ model: { hidden: [6, 5], activation: 'tanh', normalization: { type: 'none' } } })).numbers;
    expect(plain['dense1/input-independent share']).toBeGreaterThan(1e-3);
  });

  it('share everything where all samples pull alike', () => {
    // One class, and output weights of 0: the same outputs for all samples.
    const one = clusters(300);
    one.labels.fill(0);
    const subject = at({ model: { hidden: [4], normalization: { type: 'none' } } }, 0, one);
    expect(look(subject).numbers['dense2/input-independent share']).toBeLessThan(0.9999);
    subject.checkpoint.numbers.get('parameter/dense2.weight')!.fill(0);
    subject.restore();
    expect(look(subject).numbers['dense2/input-independent share']).toBeCloseTo(1, 12);
  });

  it('shrink by the weights of a linear network', () => {
    // Identity activations and weights c times the identity matrix: every layer multiplies the gradient by c.
    const c = 0.7;
    const subject = at({
      model: { hidden: [5, 5, 5, 5], activation: 'identity', normalization: { type: 'none' } },
    });
    for (const name of ['dense2', 'dense3', 'dense4'])
      subject.checkpoint.numbers
        .get(`parameter/${name}.weight`)!
        .set(Float64Array.from({ length: 25 }, (_, i) => (i % 6 === 0 ? c : 0)));
    subject.restore();
    const { numbers, arrays } = look(subject);
    expect(numbers['depth slope']).toBeCloseTo(c, 12);
    const { data } = arrays.find(({ name }) => name === 'activation gradients')!;
    expect(data).toHaveLength(4);
    for (let l = 0; l < 3; l++) expect(data[l]! / data[l + 1]!).toBeCloseTo(c, 12);
    expect(numbers['activation2/gradient norm']).toBe(data[1]);
  });
});
