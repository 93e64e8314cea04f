/** Small networks that hold every kind of layer, activation, normalizer and loss between them. */
import { ACTIVATIONS, type LossSpec, type RunSpecInput } from '../../engine/spec/schema.ts';

type Model = NonNullable<RunSpecInput['model']>;
type Normalization = NonNullable<Model['normalization']>;

/** For 3 classes, and batches of at least 4 samples of `shape`. */
export interface Network {
  name: string;
  shape: number[];
  model: Model;
  loss?: LossSpec['type'];
  /** Infinitely often differentiable: central differences work. */
  smooth: boolean;
}

const DENSE: Normalization[] = [
  { type: 'none' },
  { type: 'batch' },
  { type: 'batch', placement: 'after-activation' },
  { type: 'batch', center: false },
  { type: 'batch', center: false, scale: false },
  { type: 'affine' },
  { type: 'layer' },
  { type: 'layer', center: false, scale: false },
  { type: 'group', groups: 2, eps: 0.1 },
  { type: 'rms' },
  { type: 'rms', scale: false },
  { type: 'filter-response', eps: 0.1, threshold: false },
  { type: 'ghost-batch', size: 3 },
  { type: 'dynamic-tanh' },
  { type: 'dynamic-erf', shift: 0.3 },
  { type: 'batch-renorm', warmup: 1000 },
];
const IMAGES: Normalization[] = [
  { type: 'batch' },
  { type: 'layer' },
  { type: 'instance', center: true, scale: true },
  { type: 'group', groups: 2 },
  { type: 'rms' },
  { type: 'filter-response', threshold: false },
  { type: 'ghost-batch', size: 3 },
];
const LOSSES = ['binary-cross-entropy', 'mean-squared-error', 'huber'] as const;
const KINKED = new Set<string>(['relu', 'leaky-relu', 'elu']);

const mlp = { kind: 'mlp' as const, hidden: [4, 4], activation: 'tanh' as const };
const cnn = { kind: 'cnn' as const, channels: [4, 4], pool: 'average' as const, activation: 'tanh' as const };
const image = [2, 4, 6];

export const NETWORKS: Network[] = [
  ...DENSE.map((normalization) => ({
    ...{ name: `dense, ${JSON.stringify(normalization)}`, shape: [5], smooth: true },
    model: { ...mlp, normalization },
  })),
  ...(['weight-norm', 'weight-standardization'] as const).map((type) => ({
    ...{ name: `dense, ${type}`, shape: [5], smooth: true },
    model: { ...mlp, normalization: { type: 'none' as const }, reparameterization: { type } },
  })),
  ...ACTIVATIONS.map((activation) => ({
    ...{ name: `dense, ${activation}`, shape: [5], smooth: !KINKED.has(activation) },
    model: { ...mlp, activation, normalization: { type: 'batch' as const } },
  })),
  ...LOSSES.map((loss) => ({ name: `dense, ${loss}`, shape: [5], smooth: loss !== 'huber', model: mlp, loss })),
  ...IMAGES.map((normalization) => ({
    ...{ name: `convolutions, ${JSON.stringify(normalization)}`, shape: image, smooth: true },
    model: { ...cnn, normalization },
  })),
  {
    ...{ name: 'max pooling, thresholds and rectifiers', shape: image, smooth: false },
    model: {
      ...{ kind: 'cnn', channels: [4, 3], head: 'flatten', hidden: [3], activation: 'relu' },
      ...{ normalization: { type: 'filter-response' } },
    },
  },
  {
    ...{ name: 'strides, padding and biases', shape: image, smooth: true },
    model: {
      ...{ kind: 'layers', normalization: { type: 'none' }, activation: 'tanh' },
      layers: [
        { type: 'conv2d', channels: 3, kernel: 2, stride: 2, padding: 1 },
        { type: 'activation' },
        { type: 'conv2d', channels: 2, kernel: 3, stride: 1, padding: 1 },
        { type: 'activation' },
        { type: 'flatten' },
        { type: 'dense', units: 3 },
      ],
    },
  },
  ...(['batch', 'fixup', 'skip-init'] as const).map((type) => ({
    ...{ name: `a residual network, ${type}`, shape: image, smooth: true },
    model: {
      ...{ kind: 'resnet' as const, depth: 8, width: 2, activation: 'tanh' as const },
      normalization: { type } as Normalization,
    },
  })),
];
