/**
 * Exported ONNX models give the outputs of the engine in inference (wasm kernels, running statistics), folded and not, in
 * onnxruntime.
 */
import { describe, expect, it } from 'vitest';
import { channelsFirst } from '../../engine/export/arrays.ts';
import type { Network } from '../../engine/export/network.ts';
import { onnxModel } from '../../engine/export/onnx/model.ts';
import { stream } from '../../engine/random.ts';
import { sizeOf } from '../../engine/spec/plan.ts';
import { ACTIVATIONS } from '../../engine/spec/schema.ts';
import { distance, load, tensor } from '../support/kernel-sets.ts';
import { trainedNetwork, type ModelInput } from '../support/networks.ts';
import { runOnnx } from '../support/onnx.ts';

const ROWS = 5;
const FEATURES = [7];
const IMAGES = [3, 8, 6];

type Normalization = { type: string } & Record<string, unknown>;

interface Case {
  name: string;
  shape: number[];
  model: ModelInput;
}

const mlp = (name: string, more: Record<string, unknown>): Case => ({
  ...{ name: `mlp, ${name}`, shape: FEATURES },
  model: { kind: 'mlp', hidden: [8, 6], activation: 'tanh', ...more },
});
const cnn = (name: string, more: Record<string, unknown>): Case => ({
  ...{ name: `cnn, ${name}`, shape: IMAGES },
  model: { kind: 'cnn', channels: [4, 6], activation: 'relu', ...more },
});
const resnet = (type: string): Case => ({
  ...{ name: `resnet-8, ${type}`, shape: IMAGES },
  model: { kind: 'resnet', depth: 8, width: 4, activation: 'relu', normalization: { type } },
});

const EVERYWHERE: Normalization[] = [
  { type: 'none' },
  { type: 'batch' },
  { type: 'batch', semantics: 'keras' },
  { type: 'batch', scale: false },
  { type: 'batch', scale: false, center: false },
  { type: 'batch', placement: 'after-activation' },
  { type: 'layer' },
  { type: 'layer', scale: false },
  { type: 'layer', center: false },
  { type: 'layer', scale: false, center: false },
  { type: 'group', groups: 2 },
  { type: 'group', groups: 1, scale: false, center: false },
  { type: 'rms' },
  { type: 'rms', scale: false },
  { type: 'batch-renorm' },
  { type: 'ghost-batch' },
  { type: 'filter-response' },
  { type: 'filter-response', threshold: false },
  { type: 'switchable' },
  { type: 'decorrelated-batch', groupSize: 4 },
  { type: 'decorrelated-batch', groupSize: 4, scale: false, center: false },
  { type: 'dynamic-tanh' },
  { type: 'dynamic-erf', shift: 0.2 },
  { type: 'affine' },
  { type: 'affine', center: false },
];
const IN_IMAGES = [
  { type: 'instance' },
  { type: 'instance', scale: true, center: true },
  { type: 'instance', center: true },
];
const said = (normalization: object): string =>
  Object.values(normalization)
    .map((value) => String(value))
    .join(' ');

/** Normalizes an image, its flattened features, and an image of one position. */
const layers = (normalization: Normalization): Case => ({
  name: `layers, ${said(normalization)}`,
  shape: IMAGES,
  model: {
    kind: 'layers',
    activation: 'gelu',
    outputActivation: 'sigmoid',
    normalization,
    layers: [
      { type: 'conv2d', channels: 4, kernel: 3, stride: 2, padding: 1 },
      {
        type: 'residual',
        shortcut: 'projection',
        layers: [
          { type: 'conv2d', channels: 6, padding: 1 },
          { type: 'normalization' },
          { type: 'dropout', rate: 0.5 },
        ],
      },
      { type: 'average-pool', size: 2, stride: 1 },
      { type: 'residual', layers: [{ type: 'normalization' }, { type: 'activation' }] },
      { type: 'flatten' },
      { type: 'normalization' },
      { type: 'activation' },
      { type: 'dense', units: 6 },
      { type: 'residual', layers: [{ type: 'dense', units: 6 }, { type: 'activation' }] },
    ],
  },
});
const onePosition = (normalization: Normalization): Case => ({
  name: `one position, ${said(normalization)}`,
  shape: IMAGES,
  model: {
    kind: 'layers',
    normalization,
    layers: [
      { type: 'conv2d', channels: 4, kernel: 6 },
      { type: 'max-pool', size: 1, stride: 3 },
      { type: 'activation' },
      { type: 'normalization' },
      { type: 'flatten' },
    ],
  },
});

const CASES: Case[] = [
  ...EVERYWHERE.flatMap((normalization) => [
    mlp(said(normalization), { normalization }),
    cnn(said(normalization), { normalization }),
  ]),
  ...IN_IMAGES.map((normalization) => cnn(said(normalization), { normalization })),
  ...['none', 'batch', 'fixup', 'skip-init', 'group'].map(resnet),
  ...ACTIVATIONS.map((activation) => mlp(activation, { activation, dropout: 0.3 })),
  cnn('flatten and dense layers', { head: 'flatten', hidden: [5], pool: 'average' }),
  cnn('weight norm', { reparameterization: { type: 'weight-norm' } }),
  cnn('weight standardization', { reparameterization: { type: 'weight-standardization' } }),
  mlp('weight norm', { reparameterization: { type: 'weight-norm' } }),
  { ...cnn('images without channels', { channels: [4], head: 'flatten' }), shape: [8, 6] },
  { name: 'a dense layer on images', shape: IMAGES, model: { kind: 'layers', layers: [{ type: 'dense', units: 4 }] } },
  ...EVERYWHERE.filter(({ type }) => type !== 'group' && type !== 'decorrelated-batch').map(layers),
  ...EVERYWHERE.map(onePosition),
];

/** The input of the model, and that of the engine: channels beside each other where it looks at images. */
function inputs({ plans }: Network, seed: number): { shape: number[]; onnx: Float32Array; engine: Float32Array } {
  const shape = plans[0]!.inputShape;
  const random = stream(seed, 'inputs');
  const values = Float32Array.from({ length: ROWS * sizeOf(shape) }, () => 0.5 + random.normal());
  if (shape.length !== 3) return { shape, onnx: values, engine: values };
  const [channels, height, width] = shape as [number, number, number];
  return { shape, engine: values, onnx: channelsFirst(values, { outer: ROWS, channels, positions: height * width }) };
}

const exported = (network: Network, fold: boolean): Uint8Array[] =>
  onnxModel({ network, fold, name: 'a test', description: '', version: '0', metadata: {} });

describe('ONNX models give the outputs of the engine', () => {
  it.each(CASES)('$name', async ({ shape, model }) => {
    const kernels = await load('wasm');
    const network = trainedNetwork(kernels, model, shape, ROWS, 3);
    const { onnx, engine, shape: of } = inputs(network, 4);
    const outputs = network.model.forward(tensor(kernels, engine), ROWS, 'running');
    const expected = Array.from(outputs.data).slice(0, ROWS * 3);
    for (const fold of [false, true])
      expect(distance(await runOnnx(exported(network, fold), onnx, of), expected), `fold: ${fold}`).toBeLessThan(1e-5);
  });

  it.each([{ type: 'group', groups: 2 }, { type: 'decorrelated-batch' }])(
    'but refuse groups of neighbours in flattened images: $type',
    async (normalization) => {
      const network = trainedNetwork(await load('wasm'), layers(normalization).model, IMAGES, ROWS, 3);
      expect(() => exported(network, false)).toThrow(/norm\d, which groups the features of a flattened image/);
    },
  );
});
