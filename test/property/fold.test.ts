/** Folding normalizers into the layer before them changes no output with running statistics, on any network. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldNetwork } from '../../engine/export/fold.ts';
import type { Network } from '../../engine/export/network.ts';
import { createReferenceKernels } from '../../engine/kernels/reference.ts';
import { trainedNetwork, type ModelInput } from '../support/networks.ts';
import { distance, tensor } from '../support/kernel-sets.ts';
import { stream } from '../../engine/random.ts';
import { sizeOf } from '../../engine/spec/plan.ts';

const OPTIONS = { seed: 20150211, numRuns: 60 };
const ROWS = 3;
const kernels = createReferenceKernels();

const FOLDED: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  fc.record({
    type: fc.constant('batch'),
    semantics: fc.constantFrom('paper', 'pytorch', 'keras', 'tfjs', 'onnx'),
    scale: fc.boolean(),
    center: fc.boolean(),
  }),
  fc.record({ type: fc.constantFrom('batch-renorm', 'ghost-batch', 'affine'), scale: fc.boolean() }),
);
const common = {
  normalization: FOLDED,
  bias: fc.constantFrom('auto', 'always', 'never'),
  reparameterization: fc.constantFrom({ type: 'none' }, { type: 'weight-norm' }, { type: 'weight-standardization' }),
  activation: fc.constantFrom('relu', 'tanh'),
};
const sizes = { minLength: 1, maxLength: 3 };
const models: fc.Arbitrary<ModelInput> = fc.oneof(
  fc.record({
    ...common,
    ...{ kind: fc.constant('mlp'), hidden: fc.array(fc.integer({ min: 2, max: 6 }), sizes) },
  }),
  fc.record({
    ...common,
    ...{ kind: fc.constant('cnn'), channels: fc.array(fc.integer({ min: 2, max: 4 }), sizes) },
    head: fc.constantFrom('flatten', 'global-average'),
    hidden: fc.constantFrom([], [4]),
  }),
  fc.record({ ...common, kind: fc.constant('resnet'), depth: fc.constant(8), width: fc.integer({ min: 2, max: 3 }) }),
);

const outputs = ({ model }: Network, x: ArrayLike<number>): number[] =>
  Array.from(model.forward(tensor(kernels, x), ROWS, 'running').data).slice(0, ROWS * model.outputs);
const kinds = ({ model }: Network): string[] => model.layers.map(({ info }) => info.kind);
const NORMALIZERS = ['batch-norm', 'batch-renorm', 'ghost-batch-norm', 'affine'];
const normalizers = (network: Network): number => kinds(network).filter((kind) => NORMALIZERS.includes(kind)).length;

describe('folding', () => {
  it('leaves outputs as they are, and no normalizer after a dense layer or convolution', () => {
    fc.assert(
      fc.property(models, fc.integer(), (model, seed) => {
        const shape = model.kind === 'mlp' ? [5] : [2, 8, 8];
        const network = trainedNetwork(kernels, model, shape, ROWS, seed);
        const random = stream(seed, 'inputs');
        const x = Float64Array.from({ length: ROWS * sizeOf(shape) }, () => random.normal());
        const before = outputs(network, x);
        const folded = foldNetwork(kernels, network, { normalizers: true, capacity: ROWS });
        expect(normalizers(network)).toBeGreaterThan(0);
        expect(normalizers(folded)).toBe(0);
        expect(distance(outputs(folded, x), before)).toBeLessThan(1e-10);
        // The original is left alone.
        expect(outputs(network, x)).toEqual(before);
      }),
      OPTIONS,
    );
  });

  it('changes no output where only the weights become plain', () => {
    fc.assert(
      fc.property(models, fc.integer(), (model, seed) => {
        const shape = model.kind === 'mlp' ? [5] : [2, 8, 8];
        const network = trainedNetwork(kernels, model, shape, ROWS, seed);
        const x = Float64Array.from({ length: ROWS * sizeOf(shape) }, (_, i) => Math.sin(i));
        const plain = foldNetwork(kernels, network, { normalizers: false, capacity: ROWS });
        expect(kinds(plain)).toEqual(kinds(network));
        expect(plain.model.parameters.some(({ name }) => /weight_/.test(name))).toBe(false);
        expect(distance(outputs(plain, x), outputs(network, x))).toBeLessThan(1e-10);
      }),
      OPTIONS,
    );
  });

  const after = { type: 'batch', placement: 'after-activation' };
  const layers = (...kindsOf: object[]): ModelInput => ({
    kind: 'layers',
    normalization: { type: 'batch' },
    layers: kindsOf,
  });
  it.each<{ what: string; model: ModelInput; left: number }>([
    {
      what: 'after an activation',
      model: { kind: 'mlp', hidden: [4, 3], normalization: after },
      left: 2,
    },
    {
      what: 'of samples',
      model: { kind: 'mlp', hidden: [4, 3], normalization: { type: 'layer' } },
      left: 2,
    },
    {
      what: 'after flatten',
      model: layers({ type: 'conv2d', channels: 3 }, { type: 'flatten' }, { type: 'normalization' }),
      left: 1,
    },
    {
      what: 'first in a branch, but not what follows a convolution there, or twice',
      model: layers(
        { type: 'conv2d', channels: 3, padding: 1 },
        {
          type: 'residual',
          layers: [
            { type: 'normalization' },
            { type: 'conv2d', channels: 3, padding: 1 },
            { type: 'normalization' },
            { type: 'normalization' },
          ],
        },
      ),
      left: 1,
    },
  ])('leaves a normalizer $what', ({ model, left }) => {
    const shape = model.kind === 'mlp' ? [5] : [2, 8, 8];
    const network = trainedNetwork(kernels, model, shape, ROWS, 1);
    const x = Float64Array.from({ length: ROWS * sizeOf(shape) }, (_, i) => Math.sin(i));
    const folded = foldNetwork(kernels, network, { normalizers: true, capacity: ROWS });
    expect(kinds(folded).filter((kind) => /norm/.test(kind))).toHaveLength(left);
    expect(distance(outputs(folded, x), outputs(network, x))).toBeLessThan(1e-10);
  });
});
