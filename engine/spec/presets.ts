/** Ready-made specifications: starting points that each ask one question. */
import { nearest } from './parse.ts';
import { RunSpec, type ModelInput, type RunSpecInput } from './schema.ts';

export interface Preset {
  /** As typed on the command line. */
  name: string;
  title: string;
  /** One or two sentences: what it shows, and where it comes from. */
  description: string;
  spec: RunSpec;
}

const preset = (name: string, title: string, description: string, spec: RunSpecInput): Preset => ({
  name,
  title,
  description,
  spec: RunSpec.parse({ name: title, ...spec }),
});

const PAPER: ModelInput = { hidden: [100, 100, 100], activation: 'sigmoid', initializer: { type: 'lecun-normal' } };
const RELU: ModelInput = { hidden: [100, 100, 100], activation: 'relu', initializer: { type: 'he-normal' } };
const TANH: ModelInput = { hidden: [100, 100, 100], activation: 'tanh', initializer: { type: 'lecun-normal' } };
const NONE = { type: 'none' } as const;
const BATCH = { type: 'batch' } as const;

export const PRESETS: readonly Preset[] = [
  preset(
    'paper-mlp-bn',
    'Sigmoid, batch norm',
    'Three hidden layers of 100 sigmoids, mini-batches of 60, batch normalization before each activation: the network of ' +
      'Ioffe and Szegedy (2015), section 4.1. Initializer and learning rate are ours; the paper does not state them.',
    { model: { ...PAPER, normalization: BATCH }, optimizer: { type: 'sgd', learningRate: 0.3 } },
  ),
  preset(
    'paper-mlp-plain',
    'Sigmoid, no normalization',
    'The same network without batch normalization, at the best of the learning rates 0.1, 0.3, 1, 3 and 10 for it.',
    { model: { ...PAPER, normalization: NONE }, optimizer: { type: 'sgd', learningRate: 3 } },
  ),
  preset(
    'relu-bn',
    'ReLU, batch norm',
    'Rectifiers with batch normalization: pre-activations are centred on the kink, whatever the range of the inputs.',
    { model: { ...RELU, normalization: BATCH }, optimizer: { type: 'sgd', learningRate: 0.1 } },
  ),
  preset(
    'relu-plain',
    'ReLU, no normalization',
    'Rectifiers without normalization: how many are active depends on the inputs and the initial weights.',
    { model: { ...RELU, normalization: NONE }, optimizer: { type: 'sgd', learningRate: 0.1 } },
  ),
  preset(
    'tanh-centred-inputs',
    'Tanh, standardized inputs',
    'Inputs with mean 0 and variance 1, as LeCun et al. (1998), section 4.3, recommend; no normalization inside.',
    {
      data: { scaling: { method: 'standardize', per: 'feature' } },
      model: { ...TANH, normalization: NONE },
      optimizer: { type: 'sgd', learningRate: 0.05 },
    },
  ),
  preset(
    'tanh-raw-inputs',
    'Tanh, raw inputs',
    'The same network on inputs as they are stored, all of them positive.',
    { model: { ...TANH, normalization: NONE }, optimizer: { type: 'sgd', learningRate: 0.05 } },
  ),
  preset(
    'cnn-bn',
    'Convolutions, batch norm',
    'Three convolutions of 3 x 3 with batch normalization and rectifiers, pooling between them, the mean of each channel at the end.',
    {
      model: { kind: 'cnn', activation: 'relu', initializer: { type: 'he-normal' }, normalization: BATCH },
      optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0.9 },
      training: { steps: 400, batchSize: 64 },
    },
  ),
  preset(
    'resnet-8-group',
    'ResNet-8, group norm',
    'The residual network for small images of He et al. (2016) at its smallest depth, with group normalization (Wu and He 2018) in 4 groups.',
    {
      model: {
        ...{ kind: 'resnet', depth: 8, width: 8, activation: 'relu', initializer: { type: 'he-normal' } },
        normalization: { type: 'group', groups: 4 },
      },
      optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0.9 },
      training: { steps: 400, batchSize: 64 },
    },
  ),
  preset(
    'ring-and-disc',
    'Ring and disc, batch norm',
    'Points in the plane, sixteen sigmoids, batch normalization: finishes in seconds.',
    {
      data: { dataset: 'ring-and-disc' },
      model: { hidden: [16], activation: 'sigmoid', normalization: BATCH },
      optimizer: { type: 'sgd', learningRate: 0.5 },
      training: { steps: 1000, batchSize: 50 },
    },
  ),
];

/** The preset of that name; otherwise the nearest name there is, if any is near. */
export function findPreset(name: string): { preset: Preset } | { preset: null; nearest: string | null } {
  const found = PRESETS.find((candidate) => candidate.name === name);
  if (found !== undefined) return { preset: found };
  return {
    preset: null,
    nearest: nearest(
      name,
      PRESETS.map((candidate) => candidate.name),
    ),
  };
}
