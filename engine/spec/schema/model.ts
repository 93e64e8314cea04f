/** The network. */
import { z } from 'zod';
import { messages } from '../../words/words.ts';
import { count, field, fraction, refuseField, variant } from './field.ts';
import { Initializer } from './initializer.ts';
import { LayerList } from './layers.ts';
import { Normalization, Reparameterization } from './normalization.ts';

const REFUSALS = messages('spec.model', {
  'no-depth': 'must be 6 n + 2: 8, 14, 20, 26, 32, 38, 44, 50, 56, ...',
});

export const ACTIVATIONS = [
  'sigmoid',
  'tanh',
  'scaled-tanh',
  'relu',
  'leaky-relu',
  'elu',
  'gelu',
  'silu',
  'softplus',
  'identity',
] as const;
export type Activation = (typeof ACTIVATIONS)[number];

const shared = {
  activation: field(z.enum(ACTIVATIONS).default('sigmoid'), 'Activation', 'Nonlinearity of every hidden layer.'),
  normalization: field(
    Normalization.prefault({ type: 'batch' }),
    'Normalization',
    'What stands between a hidden layer and its activation.',
  ),
  reparameterization: field(
    Reparameterization.prefault({ type: 'none' }),
    'Weights',
    'How the weights of the hidden layers come from what is learned.',
  ),
  initializer: field(
    Initializer.prefault({ type: 'lecun-normal' }),
    'Initializer',
    'Distribution of the initial weights.',
  ),
  bias: field(
    z.enum(['auto', 'always', 'never']).default('auto'),
    'Biases',
    'Of hidden layers: unless a mean over the batch that follows takes them away, always, or never.',
  ),
  biasInitial: field(
    z.array(z.number()).min(1).max(128).default([0]),
    'Initial biases',
    'One number for all hidden layers, or one for each, from the input on.',
  ),
  outputActivation: field(
    z.enum(ACTIVATIONS).default('identity'),
    'Output activation',
    'After the output layer; with targets inside its range, for mean squared error.',
  ),
};

/** Names of the fields that networks of every kind have. */
export const SHARED_MODEL_FIELDS = Object.keys(shared);

const dropout = field(
  fraction.lt(1).default(0),
  'Dropout',
  'Share of the hidden units that are left out at random in training.',
);

export const Model = z.discriminatedUnion('kind', [
  variant(
    z.strictObject({
      kind: z.literal('mlp'),
      hidden: field(
        z.array(count.max(16_384)).max(128).default([100, 100, 100]),
        'Hidden layers',
        'Units in each hidden layer, from the input to the output.',
        'units',
      ),
      dropout,
      ...shared,
    }),
    'Multi-layer perceptron',
    'Dense layers, one after the other.',
  ),
  variant(
    z.strictObject({
      kind: z.literal('cnn'),
      channels: field(
        z.array(count.max(4096)).min(1).max(128).default([16, 32, 64]),
        'Convolutions',
        'Channels of each convolution, from the input on.',
        'channels',
      ),
      kernel: field(count.max(31).default(3), 'Kernel', 'Height and width of the filters; images keep their size.'),
      pool: field(
        z.enum(['max', 'average', 'none']).default('max'),
        'Pooling',
        'Over windows of 2 x 2 after each convolution but the last, as far as the image is large enough.',
      ),
      head: field(
        z.enum(['global-average', 'flatten']).default('global-average'),
        'Head',
        'What the dense layers see: the mean of each channel, or every position.',
      ),
      hidden: field(
        z.array(count.max(16_384)).max(16).default([]),
        'Dense layers',
        'Units in each dense layer between the head and the output.',
        'units',
      ),
      dropout,
      ...shared,
    }),
    'Convolutional network',
    'Convolutions with pooling between them, then dense layers.',
  ),
  variant(
    z.strictObject({
      kind: z.literal('resnet'),
      depth: field(
        z
          .int()
          .min(8)
          .max(200)
          .default(8)
          .superRefine((depth, context) => {
            if ((depth - 2) % 6 !== 0) refuseField(context, [], REFUSALS['no-depth']());
          }),
        'Depth',
        'Layers with weights: 6 n + 2, in three stages of n blocks of two convolutions.',
      ),
      width: field(
        count.max(512).default(16),
        'Width',
        'Channels of the first stage; each next stage has twice as many.',
      ),
      ...shared,
    }),
    'Residual network',
    'The networks for small images of He et al. (2016), section 4.2.',
  ),
  variant(
    z.strictObject({
      kind: z.literal('layers'),
      layers: field(LayerList.default([]), 'Layers', 'From the input on; the output layer is added by itself.'),
      ...shared,
    }),
    'List of layers',
    'Every layer named, one by one.',
  ),
]);
export type ModelSpec = z.infer<typeof Model>;
