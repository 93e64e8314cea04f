/** How gradients become updates, and how the learning rate changes. The formulas are in engine/optimizers, schedules. */
import { z } from 'zod';
import { count, field, fraction, nonNegative, positive, variant } from './field.ts';

const learningRate = (value: number) =>
  field(positive.default(value), 'Learning rate', 'Step length along the negative gradient.');
const momentum = (value: number) =>
  field(z.number().min(0).lt(1).default(value), 'Momentum', 'Share of the last update that is kept.');
const decay = (value: number) => ({
  weightDecay: field(nonNegative.default(value), 'Weight decay', 'Pull of the weights towards 0.'),
  decayNormalization: field(
    z.boolean().default(true),
    'Decay gamma and beta',
    'Weight decay also for what normalization layers learn, as frameworks do unless told otherwise.',
  ),
  decayBias: field(z.boolean().default(true), 'Decay biases', 'Weight decay also for biases.'),
});
const betas = {
  beta1: field(z.number().min(0).lt(1).default(0.9), 'Beta 1', 'Share of the mean of gradients that is kept.'),
  beta2: field(z.number().min(0).lt(1).default(0.999), 'Beta 2', 'Share of the mean of squares that is kept.'),
};
const eps = (value: number) => field(nonNegative.default(value), 'Epsilon', 'Added to the root in the denominator.');

export const Optimizer = z.discriminatedUnion('type', [
  variant(
    z.strictObject({
      type: z.literal('sgd'),
      learningRate: learningRate(0.3),
      momentum: momentum(0),
      nesterov: field(z.boolean().default(false), 'Nesterov', 'Look ahead along the momentum.'),
      ...decay(0),
    }),
    'Stochastic gradient descent',
    'Gradient steps, optionally with momentum. With full batches it is gradient descent.',
  ),
  variant(
    z.strictObject({
      type: z.literal('rmsprop'),
      learningRate: learningRate(0.01),
      alpha: field(z.number().min(0).lt(1).default(0.99), 'Alpha', 'Share of the mean of squares that is kept.'),
      momentum: momentum(0),
      eps: eps(1e-8),
      ...decay(0),
    }),
    'RMSProp',
    'Gradients divided by the root of their running mean square.',
  ),
  variant(
    z.strictObject({
      type: z.literal('adam'),
      learningRate: learningRate(0.001),
      ...betas,
      eps: eps(1e-8),
      ...decay(0),
    }),
    'Adam',
    'Momentum and RMSProp, both corrected for their start; weight decay is part of the gradient.',
  ),
  variant(
    z.strictObject({
      type: z.literal('adamw'),
      learningRate: learningRate(0.001),
      ...betas,
      eps: eps(1e-8),
      ...decay(0.01),
    }),
    'AdamW',
    'Adam with weight decay apart from the gradient.',
  ),
  variant(
    z.strictObject({ type: z.literal('adagrad'), learningRate: learningRate(0.01), eps: eps(1e-10), ...decay(0) }),
    'Adagrad',
    'Gradients divided by the root of the sum of all their squares.',
  ),
  variant(
    z.strictObject({
      type: z.literal('lars'),
      learningRate: learningRate(1),
      momentum: momentum(0.9),
      trust: field(positive.default(0.001), 'Trust', 'Length of an update as a share of the length of the weights.'),
      ...decay(0.0001),
    }),
    'LARS',
    'Momentum with a rate for each layer, in proportion to the length of its weights.',
  ),
  variant(
    z.strictObject({
      type: z.literal('lamb'),
      learningRate: learningRate(0.001),
      ...betas,
      eps: eps(1e-6),
      ...decay(0.01),
    }),
    'LAMB',
    'Adam with a rate for each layer, in proportion to the length of its weights.',
  ),
]);

const warmup = field(
  z.int().min(0).default(0),
  'Warm-up',
  'Steps over which the learning rate rises linearly to its value.',
  'steps',
);

export const Schedule = z.discriminatedUnion('type', [
  variant(z.strictObject({ type: z.literal('constant'), warmup }), 'Constant', 'The same learning rate at every step.'),
  variant(
    z.strictObject({
      type: z.literal('step'),
      every: field(count.default(500), 'Every', 'Steps between two drops.', 'steps'),
      factor: field(positive.max(1).default(0.1), 'Factor', 'The learning rate is multiplied by it at each drop.'),
      warmup,
    }),
    'Steps',
    'Drops by a factor at even distances.',
  ),
  variant(
    z.strictObject({
      type: z.literal('exponential'),
      factor: field(positive.max(1).default(0.999), 'Factor', 'The learning rate is multiplied by it after each step.'),
      warmup,
    }),
    'Exponential',
    'Falls by the same factor at each step.',
  ),
  variant(
    z.strictObject({
      type: z.literal('cosine'),
      minimum: field(nonNegative.default(0), 'Minimum', 'Learning rate at the last step.'),
      warmup,
    }),
    'Cosine',
    'Half a cosine from the learning rate down to the minimum, over all steps.',
  ),
  variant(
    z.strictObject({
      type: z.literal('one-cycle'),
      start: field(positive.default(25), 'Start divisor', 'The first learning rate is the highest one divided by it.'),
      end: field(positive.default(10_000), 'End divisor', 'The last learning rate is the first one divided by it.'),
      rise: field(fraction.gt(0).lt(1).default(0.3), 'Rise', 'Share of the steps over which the learning rate rises.'),
    }),
    'One cycle',
    'Up to the learning rate and down to almost nothing, along cosines.',
  ),
  variant(
    z.strictObject({
      type: z.literal('plateau'),
      factor: field(positive.lt(1).default(0.1), 'Factor', 'The learning rate is multiplied by it at each drop.'),
      patience: field(
        z.int().min(0).default(10),
        'Patience',
        'Evaluations without a better validation loss.',
        'evaluations',
      ),
      threshold: field(nonNegative.lt(1).default(1e-4), 'Threshold', 'Relative gain that counts as better.'),
      minimum: field(nonNegative.default(0), 'Minimum', 'The learning rate does not fall below it.'),
      warmup,
    }),
    'Plateau',
    'Drops when the validation loss stops falling.',
  ),
]);
export type OptimizerSpec = z.infer<typeof Optimizer>;
export type ScheduleSpec = z.infer<typeof Schedule>;
