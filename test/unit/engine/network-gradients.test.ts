/** Whole networks of every kind of layer against central differences of the loss, in float64. */
import { describe, expect, it } from 'vitest';
import { createReferenceKernels } from '../../../engine/kernels/reference.ts';
import { createLoss } from '../../../engine/losses/create.ts';
import { compileModel } from '../../../engine/model.ts';
import { stream } from '../../../engine/random.ts';
import { RunSpec, type RunSpecInput } from '../../../engine/spec/schema.ts';
import { expectCentralDifferences } from '../../support/central-differences.ts';
import { lossOf } from '../../support/specs.ts';

const ROWS = 4;
const SHAPE = [2, 5, 6];
const CLASSES = 3;
// Smooth activations: central differences across a rectifier's kink would be wrong.
const smooth = { activation: 'tanh' } as const;

const NORMALIZATIONS: NonNullable<NonNullable<RunSpecInput['model']>['normalization']>[] = [
  { type: 'layer' },
  { type: 'layer', center: false, scale: false },
  { type: 'instance' },
  { type: 'instance', center: true, scale: true },
  { type: 'group', groups: 2 },
  { type: 'group', groups: 4, center: false, scale: false },
  { type: 'rms' },
  { type: 'rms', scale: false },
  { type: 'filter-response' },
  { type: 'filter-response', threshold: false },
  { type: 'switchable' },
  { type: 'switchable', center: false, scale: false },
];

const CASES: Record<string, RunSpecInput['model']> = {
  ...Object.fromEntries(
    NORMALIZATIONS.map((normalization) => [
      `convolutions with ${JSON.stringify(normalization)}`,
      { kind: 'cnn', channels: [4, 4], pool: 'average', normalization, ...smooth },
    ]),
  ),
  'convolutions with max pooling': { kind: 'cnn', channels: [2, 3], ...smooth },
  'convolutions with average pooling and biases': {
    ...{ kind: 'cnn', channels: [2, 3], pool: 'average', head: 'flatten', hidden: [3], ...smooth },
    ...{ normalization: { type: 'none' }, biasInitial: [0.2] },
  },
  'strides, padding and even kernels': {
    ...{ kind: 'layers', normalization: { type: 'none' }, ...smooth },
    layers: [
      { type: 'conv2d', channels: 3, kernel: 2, stride: 2, padding: 1 },
      { type: 'activation' },
      { type: 'conv2d', channels: 2, kernel: 3, stride: 1, padding: 0 },
      { type: 'activation' },
      { type: 'flatten' },
      { type: 'dense', units: 3 },
    ],
  },
  'residual blocks with identity and projection': {
    ...{ kind: 'layers', ...smooth },
    layers: [
      {
        type: 'residual',
        shortcut: 'identity',
        layers: [{ type: 'conv2d', channels: 2, padding: 1 }, { type: 'normalization' }, { type: 'activation' }],
      },
      {
        type: 'residual',
        shortcut: 'projection',
        layers: [{ type: 'conv2d', channels: 3, stride: 2, padding: 1 }, { type: 'normalization' }],
      },
      { type: 'global-average-pool' },
    ],
  },
  'a residual network': { kind: 'resnet', depth: 8, width: 2, ...smooth },
  'Fixup, away from its zeros': { kind: 'resnet', depth: 8, width: 2, normalization: { type: 'fixup' }, ...smooth },
  'SkipInit, away from its zeros': {
    kind: 'resnet',
    depth: 8,
    width: 2,
    normalization: { type: 'skip-init' },
    ...smooth,
  },
};

describe('gradients agree with central differences', () => {
  it.each(Object.entries(CASES))('%s', (_title, input) => {
    const kernels = createReferenceKernels();
    const { model: spec } = RunSpec.parse({ model: input });
    const random = stream(7, 'gradients');
    const shape = { shape: SHAPE, outputs: CLASSES, capacity: ROWS };
    const model = compileModel(kernels, spec, shape, { initialization: random });
    for (const { value, size } of model.parameters)
      for (let i = 0; i < size; i++) value.data[i]! += 0.3 * random.normal();
    const x = kernels.allocate(ROWS * SHAPE.reduce((a, b) => a * b, 1));
    for (let i = 0; i < x.size; i++) x.data[i] = random.normal();
    const targets = { labels: Int32Array.from([0, 1, 2, 1]), targets: new Float32Array() };
    const loss = createLoss(kernels, lossOf('cross-entropy'), CLASSES, ROWS);
    expectCentralDifferences({ model, loss, x, targets, rows: ROWS, mode: 'train' }, 1e-7);
  });
});

describe('ways to do without normalization', () => {
  const start = (normalization: 'skip-init' | 'fixup') => {
    const kernels = createReferenceKernels();
    const { model: spec } = RunSpec.parse({ model: { kind: 'resnet', depth: 14, width: 2, normalization } as never });
    const shape = { shape: SHAPE, outputs: CLASSES, capacity: ROWS };
    const model = compileModel(kernels, spec, shape, { initialization: stream(1, 'initialization') });
    const x = kernels.allocate(ROWS * 60);
    const random = stream(2, 'data');
    for (let i = 0; i < x.size; i++) x.data[i] = random.normal();
    return { model, logits: Array.from(model.forward(x, ROWS, 'train').data).slice(0, ROWS * CLASSES) };
  };

  it('start Fixup at equal probabilities, and SkipInit with branches that give nothing', () => {
    expect(start('fixup').logits.every((logit) => logit === 0)).toBe(true);
    const { model } = start('skip-init');
    const factors = model.layers.filter(({ info }) => info.kind === 'scalar');
    expect(factors).toHaveLength(6);
    for (const { output } of factors) expect(output.data.every((value) => Math.abs(value) === 0)).toBe(true);
  });

  it('builds a hundred layers', () => {
    const { model: spec } = RunSpec.parse({ model: { kind: 'mlp', hidden: new Array(100).fill(4) as number[] } });
    const kernels = createReferenceKernels();
    const model = compileModel(
      kernels,
      spec,
      { shape: [3], outputs: 2, capacity: 2 },
      { initialization: stream(1, 'x') },
    );
    expect(model.layers.filter(({ info }) => info.kind === 'dense')).toHaveLength(101);
  });
});

describe('dropout', () => {
  it('keeps the mean in training, and does nothing in inference', () => {
    const kernels = createReferenceKernels();
    const layers = [{ type: 'dropout' as const, rate: 0.25 }];
    const { model: spec } = RunSpec.parse({ model: { kind: 'layers', layers } });
    const streams = { initialization: stream(1, 'initialization'), dropout: stream(1, 'dropout') };
    const model = compileModel(kernels, spec, { shape: [200], outputs: 2, capacity: 50 }, streams);
    const [dropout] = model.layers;
    const x = kernels.allocate(50 * 200);
    kernels.fill(x, 1);
    const y = dropout!.forward(x, 50, 'train');
    const values = new Set(y.data);
    expect([...values].sort()).toEqual([0, 1 / 0.75]);
    const mean = Array.from(y.data).reduce((a, b) => a + b, 0) / y.size;
    expect(Math.abs(mean - 1)).toBeLessThan(0.03);
    const dx = dropout!.backward(x, 50)!;
    expect(Array.from(dx.data)).toEqual(Array.from(y.data));
    expect(dropout!.forward(x, 50, 'running')).toBe(x);
  });
});
