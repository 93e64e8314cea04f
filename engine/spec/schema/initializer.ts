/** Distributions of the initial weights. The formulas are in engine/initializers. */
import { z } from 'zod';
import { field, positive, variant } from './field.ts';

const factor = field(
  positive.default(1),
  'Factor',
  'All initial weights are multiplied by it: how much does the start matter?',
);

export const Initializer = z.discriminatedUnion('type', [
  variant(
    z.strictObject({
      type: z.literal('normal'),
      std: field(positive.default(0.01), 'Standard deviation', 'Of the normal distribution weights are drawn from.'),
    }),
    'Normal',
    'Normal with a chosen standard deviation.',
  ),
  variant(
    z.strictObject({ type: z.literal('lecun-normal'), factor }),
    'LeCun normal',
    'Deviation 1 / sqrt(fan-in); LeCun et al. (1998).',
  ),
  variant(
    z.strictObject({ type: z.literal('glorot-normal'), factor }),
    'Glorot normal',
    'Deviation sqrt(2 / (fan-in + fan-out)); Glorot and Bengio (2010).',
  ),
  variant(
    z.strictObject({ type: z.literal('he-normal'), factor }),
    'He normal',
    'Deviation sqrt(2 / fan-in); He et al. (2015).',
  ),
  variant(
    z.strictObject({
      type: z.literal('uniform'),
      limit: field(positive.default(0.05), 'Limit', 'Weights are drawn from -limit to limit.'),
    }),
    'Uniform',
    'Uniform between two limits of the same size.',
  ),
  variant(
    z.strictObject({ type: z.literal('lecun-uniform'), factor }),
    'LeCun uniform',
    'Uniform with deviation 1 / sqrt(fan-in).',
  ),
  variant(
    z.strictObject({ type: z.literal('glorot-uniform'), factor }),
    'Glorot uniform',
    'Uniform with deviation sqrt(2 / (fan-in + fan-out)).',
  ),
  variant(
    z.strictObject({ type: z.literal('he-uniform'), factor }),
    'He uniform',
    'Uniform with deviation sqrt(2 / fan-in).',
  ),
  variant(
    z.strictObject({ type: z.literal('orthogonal'), factor }),
    'Orthogonal',
    'Rows (or columns) that are orthonormal; Saxe et al. (2014).',
  ),
]);
export type InitializerSpec = z.infer<typeof Initializer>;
