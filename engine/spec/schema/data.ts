/** What is learned from: the dataset, its split, and how inputs are scaled. */
import { z } from 'zod';
import { formatNumber } from '../../words/numbers.ts';
import { messages } from '../../words/words.ts';
import { field, fraction, nonNegative, refuseField, variant } from './field.ts';

const REFUSALS = messages('spec.data', {
  'shares-do-not-add-up': ({ sum }: { sum: number }) =>
    `the three shares add up to ${formatNumber(sum, 7)}; they must add up to 1`,
  'no-share': 'must be greater than 0',
  'empty-range': 'must be greater than low',
});

export const Split = z
  .strictObject({
    train: field(fraction.default(0.8), 'Training share', 'Share of the samples that the weights are fitted on.'),
    validation: field(fraction.default(0.1), 'Validation share', 'Share used to follow and compare runs.'),
    test: field(fraction.default(0.1), 'Test share', 'Share looked at once, after training.'),
  })
  .superRefine((split, context) => {
    const sum = split.train + split.validation + split.test;
    if (Math.abs(sum - 1) > 1e-6) refuseField(context, ['train'], REFUSALS['shares-do-not-add-up']({ sum }));
    if (split.train <= 0) refuseField(context, ['train'], REFUSALS['no-share']());
    if (split.validation <= 0) refuseField(context, ['validation'], REFUSALS['no-share']());
  });

const whiteningEps = field(
  nonNegative.default(1e-3),
  'Epsilon',
  'Added to each eigenvalue of the covariance before the square root, so that constant directions stay small.',
);

export const Scaling = z.discriminatedUnion('method', [
  variant(z.strictObject({ method: z.literal('none') }), 'None', 'Inputs as they are stored.'),
  z
    .strictObject({
      method: z.literal('range'),
      low: field(z.number().default(0), 'Low', 'Value that the smallest training value is mapped to.'),
      high: field(z.number().default(1), 'High', 'Value that the largest training value is mapped to.'),
    })
    .superRefine((s, context) => {
      if (s.high <= s.low) refuseField(context, ['high'], REFUSALS['empty-range']());
    })
    .meta({ title: 'Range', description: 'Map the whole training range linearly to [low, high].' }),
  variant(
    z.strictObject({
      method: z.literal('standardize'),
      per: field(
        z.enum(['feature', 'channel', 'all']).default('feature'),
        'Statistics',
        'One mean and deviation for each feature, for each channel of an image, or for all features together.',
      ),
    }),
    'Standardize',
    'Subtract the training mean, divide by the training deviation.',
  ),
  variant(
    z.strictObject({ method: z.literal('center') }),
    'Center',
    'Subtract the training mean of each feature; keep the scale.',
  ),
  variant(
    z.strictObject({ method: z.literal('per-sample') }),
    'Per sample',
    'Each sample on its own: subtract the mean of its features, divide by their deviation.',
  ),
  variant(
    z.strictObject({ method: z.literal('pca'), eps: whiteningEps }),
    'PCA whitening',
    'Centre, rotate to the principal axes, give each variance 1: uncorrelated inputs, LeCun et al. (1998), section 4.3.',
  ),
  variant(
    z.strictObject({ method: z.literal('zca'), eps: whiteningEps }),
    'ZCA whitening',
    'Whitening that stays as near to the inputs as possible: PCA whitening rotated back.',
  ),
  variant(
    z.strictObject({
      method: z.literal('affine'),
      factor: field(z.number().default(1), 'Factor a', 'Every input is multiplied by this number.'),
      shift: field(z.number().default(0), 'Shift b', 'Then this number is added.'),
    }),
    'Affine',
    'a x + b for every input: spoil the inputs on purpose, and see what normalization makes of it.',
  ),
]);

export const Data = z.strictObject({
  dataset: field(z.string().min(1).default('digits'), 'Dataset', 'Name of a built-in or imported dataset.'),
  split: field(Split.prefault({}), 'Split', 'Stratified by class, drawn from the seed.'),
  scaling: field(
    Scaling.default({ method: 'none' }),
    'Input scaling',
    'Fitted on the training split only, then applied to all three splits.',
  ),
});
export type ScalingSpec = z.infer<typeof Scaling>;
