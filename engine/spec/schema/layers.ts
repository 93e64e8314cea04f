/**
 * The explicit list of layers of `model.kind` "layers". Normalization and activation are those of the model wherever the
 * list says so; the output layer is added by itself.
 */
import { z } from 'zod';
import { count, field, fraction, variant } from './field.ts';

const biasInitial = field(z.number().default(0), 'Initial bias', 'Every bias of this layer starts at it.');
const stride = (value: number) =>
  field(count.max(16).default(value), 'Stride', 'Positions from one window to the next.');
const padding = field(z.int().min(0).max(16).default(0), 'Padding', 'Zeros added on each side.');
const size = field(count.max(64).default(2), 'Size', 'Height and width of the window.');

const simple = [
  variant(
    z.strictObject({
      type: z.literal('dense'),
      units: field(count.max(16_384).default(100), 'Units', 'Numbers that the layer gives for a sample.'),
      biasInitial,
    }),
    'Dense',
    'Every unit sees every input.',
  ),
  variant(
    z.strictObject({
      type: z.literal('conv2d'),
      channels: field(count.max(4096).default(16), 'Channels', 'Filters of the layer.'),
      kernel: field(count.max(31).default(3), 'Kernel', 'Height and width of a filter.'),
      stride: stride(1),
      padding,
      biasInitial,
    }),
    'Convolution',
    'Each filter looks at windows of the image.',
  ),
  variant(z.strictObject({ type: z.literal('normalization') }), 'Normalization', 'The normalization of the model.'),
  variant(z.strictObject({ type: z.literal('activation') }), 'Activation', 'The activation of the model.'),
  variant(
    z.strictObject({ type: z.literal('max-pool'), size, stride: stride(2) }),
    'Max pooling',
    'The largest value of each window.',
  ),
  variant(
    z.strictObject({ type: z.literal('average-pool'), size, stride: stride(2) }),
    'Average pooling',
    'The mean of each window.',
  ),
  variant(
    z.strictObject({ type: z.literal('global-average-pool') }),
    'Global average pooling',
    'The mean of each channel.',
  ),
  variant(z.strictObject({ type: z.literal('flatten') }), 'Flatten', 'An image becomes a row of numbers.'),
  variant(
    z.strictObject({
      type: z.literal('dropout'),
      rate: field(fraction.lt(1).default(0.5), 'Rate', 'Share of the units that are set to 0 in training.'),
    }),
    'Dropout',
    'Units are left out at random in training; the others are scaled up.',
  ),
] as const;

const SimpleLayer = z.discriminatedUnion('type', simple);

export const LayerList = z
  .array(
    z.discriminatedUnion('type', [
      ...simple,
      variant(
        z.strictObject({
          type: z.literal('residual'),
          shortcut: field(
            z.enum(['identity', 'projection']).default('identity'),
            'Shortcut',
            'What is added to the branch: its input, or a projection of it where the shape changes.',
          ),
          layers: field(z.array(SimpleLayer).min(1).max(64), 'Branch', 'Layers inside the block.'),
        }),
        'Residual block',
        'The layers inside, plus a shortcut around them.',
      ),
    ]),
  )
  .max(512);
export type SimpleLayerSpec = z.infer<typeof SimpleLayer>;
export type LayerSpec = z.infer<typeof LayerList>[number];
