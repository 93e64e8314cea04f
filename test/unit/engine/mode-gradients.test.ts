/** Gradients after a pass with each kind of statistics against central differences of that pass, in float64. */
import { describe, it } from 'vitest';
import { createReferenceKernels } from '../../../engine/kernels/reference.ts';
import { hasPopulation } from '../../../engine/layers/layer.ts';
import { createLoss } from '../../../engine/losses/create.ts';
import { compileModel } from '../../../engine/model.ts';
import { stream } from '../../../engine/random.ts';
import { RunSpec, type RunSpecInput } from '../../../engine/spec/schema.ts';
import { expectCentralDifferences } from '../../support/central-differences.ts';
import { lossOf } from '../../support/specs.ts';

const ROWS = 7;
const CLASSES = 3;

type Normalization = NonNullable<NonNullable<RunSpecInput['model']>['normalization']>;
const NORMALIZATIONS: Normalization[] = [
  { type: 'batch' },
  { type: 'batch', center: false, scale: false },
  // Frozen from the first step on, which concerns training only.
  { type: 'batch', freezeStatisticsAt: 1 },
  { type: 'batch-renorm', warmup: 0, ramp: 0 },
  { type: 'ghost-batch', size: 3 },
  { type: 'ghost-batch', size: 4, center: false, scale: false },
  { type: 'decorrelated-batch', groupSize: 2 },
  { type: 'switchable' },
];
const NETWORKS: { name: string; shape: number[]; model: RunSpecInput['model'] }[] = [
  { name: 'dense', shape: [5], model: { hidden: [4, 4], activation: 'tanh' } },
  {
    name: 'convolutions',
    shape: [2, 4, 4],
    model: { kind: 'cnn', channels: [4, 4], pool: 'average', activation: 'tanh' },
  },
];
const MODES = ['batch', 'running', 'precise'] as const;
const cases = NETWORKS.flatMap((network) =>
  NORMALIZATIONS.flatMap((normalization) =>
    MODES.map((mode) => ({
      ...{ ...network, normalization, mode },
      title: `${network.name}, ${JSON.stringify(normalization)}, ${mode}`,
    })),
  ),
);

function build(shape: number[], input: RunSpecInput['model']) {
  const kernels = createReferenceKernels();
  const { model: spec } = RunSpec.parse({ model: input });
  const random = stream(11, 'gradients');
  const sizes = { shape, outputs: CLASSES, capacity: ROWS };
  const model = compileModel(kernels, spec, sizes, { initialization: random });
  for (const { value, size } of model.parameters)
    for (let i = 0; i < size; i++) value.data[i]! += 0.3 * random.normal();
  const draw = () => {
    const x = kernels.allocate(ROWS * shape.reduce((a, b) => a * b, 1));
    for (let i = 0; i < x.size; i++) x.data[i] = 1 + random.normal();
    return x;
  };
  const targets = { labels: Int32Array.from({ length: ROWS }, () => random.int(CLASSES)), targets: new Float32Array() };
  const loss = createLoss(kernels, lossOf('cross-entropy'), CLASSES, ROWS);
  return { kernels, model, draw, targets, loss };
}

describe('gradients after a pass in a mode', () => {
  it.each(cases)('$title', ({ shape, model: input, normalization, mode }) => {
    const network = build(shape, { ...input, normalization } as RunSpecInput['model']);
    const { model, draw } = network;
    // Running and population statistics of other batches than the one that is looked at.
    model.forward(draw(), ROWS, 'train');
    model.forward(draw(), ROWS, 'train');
    model.beginStep(3);
    for (const layer of model.layers.filter(hasPopulation)) {
      layer.resetPrecise();
      layer.averagePrecise(1, ROWS);
    }
    expectCentralDifferences({ ...network, x: draw(), rows: ROWS, mode }, 1e-8);
  });

  it('dropout passes the gradient on where it drops nothing', () => {
    const layers = [
      { type: 'dense' as const, units: 4 },
      { type: 'dropout' as const, rate: 0.5 },
    ];
    const network = build([5], { kind: 'layers', layers });
    network.model.forward(network.draw(), ROWS, 'train');
    expectCentralDifferences({ ...network, x: network.draw(), rows: ROWS, mode: 'running' }, 1e-8);
  });
});
