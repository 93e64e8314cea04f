/** Every layer and loss against central differences of the loss, in float64. */
import { describe, expect, it } from 'vitest';
import { createReferenceKernels } from '../../../engine/kernels/reference.ts';
import { createLoss } from '../../../engine/losses/create.ts';
import { compileModel } from '../../../engine/model.ts';
import { stream } from '../../../engine/random.ts';
import { ACTIVATIONS, RunSpec, type RunSpecInput } from '../../../engine/spec/schema.ts';
import { lossOf } from '../../support/specs.ts';

const ROWS = 6;
const INPUTS = 5;
const CLASSES = 3;
const H = 1e-6;

type ModelInput = NonNullable<RunSpecInput['model']>;
const NORMALIZATIONS: NonNullable<ModelInput['normalization']>[] = [
  { type: 'none' },
  ...(['before-activation', 'after-activation'] as const).flatMap((placement) => [
    { type: 'batch' as const, placement },
    { type: 'batch' as const, placement, scale: false },
    { type: 'batch' as const, placement, center: false },
    { type: 'batch' as const, placement, center: false, scale: false },
    { type: 'affine' as const, placement },
    { type: 'layer' as const, placement },
    { type: 'layer' as const, placement, center: false },
    { type: 'group' as const, placement, groups: 2 },
    { type: 'rms' as const, placement },
    { type: 'switchable' as const, placement },
  ]),
  { type: 'layer', center: false, scale: false },
  { type: 'rms', scale: false },
  { type: 'filter-response', eps: 0.1 },
  { type: 'filter-response', eps: 0.1, threshold: false },
  { type: 'switchable', center: false, scale: false },
  { type: 'ghost-batch', size: 3 },
  { type: 'ghost-batch', size: 4, center: false, scale: false },
  { type: 'decorrelated-batch', groupSize: 2 },
  { type: 'decorrelated-batch', groupSize: 4, iterations: 3, center: false, scale: false },
  { type: 'dynamic-tanh' },
  { type: 'dynamic-erf', shift: 0.3 },
  // As long as r is 1 and d is 0, which count as constants later on.
  { type: 'batch-renorm', warmup: 1000 },
];
const LOSSES = ['cross-entropy', 'binary-cross-entropy', 'mean-squared-error', 'huber'] as const;
const REPARAMETERIZATIONS: NonNullable<ModelInput['reparameterization']>[] = [
  { type: 'weight-norm' },
  { type: 'weight-standardization' },
];
const cases = [
  ...NORMALIZATIONS.map((normalization) => ({
    normalization,
    activation: 'tanh' as const,
    loss: 'cross-entropy' as const,
  })),
  ...REPARAMETERIZATIONS.map((reparameterization) => ({
    normalization: { type: 'none' as const },
    reparameterization,
    activation: 'tanh' as const,
    loss: 'cross-entropy' as const,
  })),
  ...ACTIVATIONS.flatMap((activation) =>
    LOSSES.map((loss) => ({ normalization: { type: 'batch' as const }, activation, loss })),
  ),
];

describe('gradients agree with central differences', () => {
  it.each(cases.map((c) => ({ ...c, title: `${JSON.stringify({ reparameterization: undefined, ...c })}` })))(
    '$title',
    ({ normalization, activation, loss: kind, title: _title, ...more }) => {
      const kernels = createReferenceKernels();
      const { model: spec } = RunSpec.parse({ model: { hidden: [4, 4], activation, normalization, ...more } });
      const random = stream(7, 'gradients');
      const model = compileModel(
        kernels,
        spec,
        { shape: [INPUTS], outputs: CLASSES, capacity: ROWS },
        { initialization: random },
      );
      // Away from the initial ones and zeros, where a missing factor would not show.
      for (const { value, size } of model.parameters)
        for (let i = 0; i < size; i++) value.data[i]! += 0.3 * random.normal();
      const x = kernels.allocate(ROWS * INPUTS);
      for (let i = 0; i < x.size; i++) x.data[i] = 1 + random.normal();
      const targets = {
        labels: Int32Array.from({ length: ROWS }, () => random.int(CLASSES)),
        targets: new Float32Array(),
      };
      const loss = createLoss(kernels, lossOf(kind), CLASSES, ROWS);
      const value = (): number => loss.value(model.forward(x, ROWS, 'train'), targets, ROWS);

      value();
      model.backward(loss.gradient(model.layers.at(-1)!.output, targets, ROWS), ROWS);
      for (const { name, value: weights, gradient, size } of model.parameters) {
        const analytic = Float64Array.from(gradient.data).slice(0, size);
        for (let i = 0; i < size; i++) {
          const at = weights.data[i]!;
          weights.data[i] = at + H;
          const above = value();
          weights.data[i] = at - H;
          const below = value();
          weights.data[i] = at;
          expect(Math.abs((above - below) / (2 * H) - analytic[i]!), `${name}[${i}]`).toBeLessThan(1e-8);
        }
      }
    },
  );
});
