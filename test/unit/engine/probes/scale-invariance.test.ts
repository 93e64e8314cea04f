/** What a normalization makes of the scale of the weights below it, exact without eps. */
import { describe, expect, it } from 'vitest';
import { runProbe } from '../../../../engine/probes/run-probe.ts';
import { probeScaleInvariance } from '../../../../engine/probes/scale-invariance/take.ts';
import { Probe, type ProbeOf, type RunSpecInput } from '../../../../engine/spec/schema.ts';
import { snapshotAt, subjectAt, undisturbed } from '../../../support/probes.ts';
import { clusters, smallImages } from '../../../support/small-dataset.ts';

const probe = Probe.parse({ type: 'scale-invariance', samples: 40 }) as ProbeOf<'scale-invariance'>;
const training = { batchSize: 40, steps: 10 };
const look = (model: RunSpecInput['model'], step = 3) => {
  const dataset = model !== undefined && 'kind' in model ? smallImages(200) : clusters();
  return probeScaleInvariance(subjectAt(step, { model, training }, dataset), probe, undisturbed);
};
const arrayOf = (found: ReturnType<typeof look>, name: string): number[] => [
  ...found.arrays.find((array) => array.name === name)!.data,
];

describe('without eps', () => {
  it.each([
    { type: 'batch' },
    { type: 'ghost-batch', size: 20 },
    { type: 'switchable' },
    { type: 'layer' },
    { type: 'group', groups: 2 },
    { type: 'rms' },
  ])('outputs stay and gradients shrink as weights grow: $type', (normalization) => {
    const { numbers } = look({
      ...{ hidden: [6, 8], activation: 'tanh', bias: 'always', biasInitial: [0.3], normalization },
    } as RunSpecInput['model']);
    for (const layer of ['dense1', 'dense2']) {
      expect(numbers[`${layer}/output difference without eps`], layer).toBeLessThan(1e-12);
      expect(numbers[`${layer}/gradient error without eps`], layer).toBeLessThan(1e-10);
      expect(numbers[`${layer}/other gradients error without eps`], layer).toBeLessThan(1e-10);
      expect(numbers[`${layer}/cosine without eps`], layer).toBeLessThan(1e-12);
      expect(numbers[`${layer}/gradient error`], layer).toBeGreaterThan(1e-9);
    }
    expect(Object.keys(numbers).some((name) => name.startsWith('dense3'))).toBe(false);
  });

  it.each([{ type: 'batch' }, { type: 'instance' }, { type: 'filter-response' }])(
    'images too: $type',
    (normalization) => {
      const { numbers } = look({ kind: 'cnn', channels: [4, 3], normalization } as RunSpecInput['model']);
      for (const layer of ['conv1', 'conv2']) {
        expect(numbers[`${layer}/output difference without eps`], layer).toBeLessThan(1e-12);
        expect(numbers[`${layer}/gradient error without eps`], layer).toBeLessThan(1e-10);
        expect(numbers[`${layer}/largest unit cosine without eps`], layer).toBeLessThan(1e-12);
      }
    },
  );

  it('decorrelates up to the Newton iterations, which do not know the scale', () => {
    const { numbers } = look({ hidden: [6], normalization: { type: 'decorrelated-batch', groupSize: 3 } });
    expect(numbers['dense1/output difference without eps']).toBeLessThan(1e-12);
    expect(numbers['dense1/gradient error without eps']).toBeLessThan(1e-10);
  });

  it('every unit only turns where it is standardized by itself', () => {
    const batch = look({ hidden: [6] });
    expect(batch.numbers['dense1/largest unit cosine without eps']).toBeLessThan(1e-12);
    const layer = look({ hidden: [6], normalization: { type: 'layer' } });
    expect(layer.numbers['dense1/cosine without eps']).toBeLessThan(1e-12);
    expect(layer.numbers['dense1/largest unit cosine without eps']).toBeGreaterThan(1e-3);
    expect(arrayOf(layer, 'dense1/unit cosine').length).toBe(6);
  });
});

describe('with eps', () => {
  it('small weights feel it, large ones do not', () => {
    const found = look({ hidden: [6], activation: 'tanh' });
    expect(arrayOf(found, 'factor')).toEqual([0.1, 10, 100]);
    const [small, large] = arrayOf(found, 'dense1/gradient error');
    // 100 eps / (2 variance) against 1.5 eps / variance.
    expect(small).toBeGreaterThan(1e-4);
    expect(small).toBeLessThan(1e-2);
    expect(large).toBeLessThan(small! / 30);
  });

  it('grows with eps', () => {
    const at = (eps: number): number =>
      look({ hidden: [6], normalization: { type: 'batch', eps } }).numbers['dense1/gradient error']!;
    expect(at(1e-3) / at(1e-5)).toBeGreaterThan(20);
  });
});

it('scales a reparameterized weight by what is learned of it', () => {
  for (const type of ['weight-norm', 'weight-standardization'] as const) {
    const { numbers } = look({ hidden: [6], reparameterization: { type } });
    expect(numbers['dense1/output difference without eps'], type).toBeLessThan(1e-12);
    expect(numbers['dense1/gradient error without eps'], type).toBeLessThan(1e-10);
  }
});

it('leaves the shortcut of a block in peace', () => {
  const { numbers } = look({
    kind: 'layers',
    layers: [
      { type: 'conv2d', channels: 4, kernel: 3, padding: 1 },
      { type: 'residual', layers: [{ type: 'normalization' }, { type: 'conv2d', channels: 4, kernel: 3, padding: 1 }] },
      { type: 'flatten' },
      { type: 'dense', units: 5 },
      { type: 'normalization' },
      { type: 'activation' },
    ],
  });
  // The first convolution reaches the shortcut without a normalization; the one in the block has none behind it.
  expect(new Set(Object.keys(numbers).map((name) => name.split('/')[0]))).toEqual(new Set(['dense1']));
});

it('has nothing to say of a network without normalization behind weights', async () => {
  const input: RunSpecInput = { model: { hidden: [4], normalization: { type: 'affine' } }, training };
  const { problem } = await runProbe(snapshotAt(1, input, clusters()), probe, undisturbed);
  expect(problem).toMatch(/scale-invariant.*model\.normalization\.type/);
});
