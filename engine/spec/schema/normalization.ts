/**
 * The normalizers: what each one standardizes over, with its defaults. Formulas and sources stand in the files of
 * engine/normalization; the conventions of other frameworks in ../semantics.ts.
 */
import { z } from 'zod';
import { SEMANTICS } from '../semantics.ts';
import { count, field, nonNegative, positive, stepOrNever, variant } from './field.ts';

export const PLACEMENTS = ['before-activation', 'after-activation'] as const;

const placement = field(
  z.enum(PLACEMENTS).default('before-activation'),
  'Placement',
  'Before the activation, as in Ioffe and Szegedy (2015), or after it.',
);
const center = field(z.boolean().default(true), 'Center (beta)', 'Learn a shift beta for each unit.');
const scale = field(z.boolean().default(true), 'Scale (gamma)', 'Learn a factor gamma for each unit.');
const eps = (value: number) =>
  field(nonNegative.default(value), 'Epsilon', 'Added to the variance before the square root.');
const momentum = (value: number) =>
  field(
    z.number().gt(0).max(1).nullable().default(value),
    'Momentum',
    'Weight of the new batch in the running statistics (PyTorch convention; Keras calls 1 minus this momentum). ' +
      'Empty: the plain average over all batches so far.',
  );
const freezing = {
  freezeStatisticsAt: field(
    stepOrNever.default(null),
    'Freeze statistics at step',
    'From this step on training uses the running statistics and leaves them as they are. Empty: never.',
    'steps',
  ),
  freezeAffineAt: field(
    stepOrNever.default(null),
    'Freeze gamma and beta at step',
    'From this step on gamma and beta are not updated. Empty: never.',
    'steps',
  ),
};

export const Normalization = z.discriminatedUnion('type', [
  variant(z.strictObject({ type: z.literal('none') }), 'None', 'Each layer sees what the one below it produces.'),
  variant(
    z.strictObject({
      type: z.literal('batch'),
      placement,
      semantics: field(
        z.enum(SEMANTICS).default('pytorch'),
        'Conventions of',
        'Sets momentum, epsilon, the kind of running variance and what a batch of one gives, as this source has them.',
      ),
      momentum: momentum(0.1),
      eps: eps(1e-5),
      runningVariance: field(
        z.enum(['unbiased', 'biased']).default('unbiased'),
        'Running variance',
        'Whether the running variance averages the unbiased variances of the batches (times m / (m - 1)) or the biased ones.',
      ),
      single: field(
        z.enum(['refuse', 'beta']).default('refuse'),
        'One value per channel',
        'A batch of one standardizes every value to 0: refuse it, or give beta.',
      ),
      gradient: field(
        z.enum(['full', 'detached']).default('full'),
        'Gradient',
        'Through the statistics, as it must be, or with the statistics taken as constants: an ablation.',
      ),
      ...freezing,
      center,
      scale,
    }),
    'Batch normalization',
    'Standardize each unit over the mini-batch, then apply a learned factor and shift. Inference uses running averages of the statistics instead.',
    'y = γ (x − μ) / √(σ² + ε) + β, with μ and σ² of the unit over the mini-batch',
  ),
  variant(
    z.strictObject({ type: z.literal('layer'), placement, eps: eps(1e-5), center, scale }),
    'Layer normalization',
    'Standardize each sample over the units of the layer, then apply a learned factor and shift to each. The batch plays no part, so training and inference are the same.',
    'y = γ (x − μ) / √(σ² + ε) + β, with μ and σ² of the sample over all units',
  ),
  variant(
    z.strictObject({
      type: z.literal('instance'),
      placement,
      eps: eps(1e-5),
      center: field(z.boolean().default(false), 'Center (beta)', 'Learn a shift beta for each channel.'),
      scale: field(z.boolean().default(false), 'Scale (gamma)', 'Learn a factor gamma for each channel.'),
    }),
    'Instance normalization',
    'Standardize each channel of each sample over its positions. For images only: it takes contrast and brightness away, whatever the batch.',
    'y = (x − μ) / √(σ² + ε), with μ and σ² of the sample and channel over all positions',
  ),
  variant(
    z.strictObject({
      type: z.literal('group'),
      placement,
      groups: field(count.default(4), 'Groups', 'The channels are split into this many groups of equal size.'),
      eps: eps(1e-5),
      center,
      scale,
    }),
    'Group normalization',
    'Standardize each sample over groups of channels. Between layer normalization (one group) and instance normalization (a group a channel), and good at small batches.',
    'y = γ (x − μ) / √(σ² + ε) + β, with μ and σ² of the sample over a group of channels',
  ),
  variant(
    z.strictObject({ type: z.literal('rms'), placement, eps: eps(1.1920928955078125e-7), scale }),
    'RMS normalization',
    'Divide each sample by the root mean square of its units. Nothing is subtracted, which is cheaper than layer normalization and often as good.',
    'y = γ x / √(mean(x²) + ε)',
  ),
  z
    .strictObject({
      type: z.literal('batch-renorm'),
      placement,
      momentum: momentum(0.01),
      eps: eps(1e-5),
      rMax: field(
        z.number().min(1).default(3),
        'Largest r',
        'The correction of the scale stays between 1 / r and r once it is fully allowed.',
      ),
      dMax: field(nonNegative.default(5), 'Largest d', 'The correction of the mean stays between -d and d.'),
      warmup: field(
        z.int().min(0).default(100),
        'Plain steps',
        'Steps with r = 1 and d = 0, which is batch normalization.',
        'steps',
      ),
      ramp: field(
        z.int().min(0).default(500),
        'Ramp',
        'Steps after these over which the bounds grow linearly to their largest values.',
        'steps',
      ),
      center,
      scale,
    })
    .meta({
      title: 'Batch renormalization',
      description:
        'Batch normalization corrected towards the running statistics, so that training and inference agree. Made for ' +
        'small batches and for batches that are no fair draw.',
      formula: 'y = γ ((x − μ) / σ · r + d) + β, with r = σ / σ_run and d = (μ − μ_run) / σ_run, both bounded',
    }),
  variant(
    z.strictObject({
      type: z.literal('ghost-batch'),
      placement,
      size: field(count.min(2).default(32), 'Ghost batch', 'Samples that share their statistics.', 'samples'),
      momentum: momentum(0.1),
      eps: eps(1e-5),
      center,
      scale,
    }),
    'Ghost batch normalization',
    'Batch normalization over parts of the mini-batch, each with statistics of its own. It keeps the noise of small batches while steps are taken with large ones.',
    'y = γ (x − μ) / √(σ² + ε) + β, with μ and σ² of the unit over a part of the mini-batch',
  ),
  variant(
    z.strictObject({
      type: z.literal('filter-response'),
      eps: eps(1e-6),
      threshold: field(
        z.boolean().default(true),
        'Thresholded linear unit',
        'max(y, tau) with a learned tau for each channel, in place of the activation.',
      ),
    }),
    'Filter response normalization',
    'Divide each channel of each sample by its root mean square over the positions. A learned threshold takes the place of the rectifier; the batch plays no part.',
    'y = max(γ x / √(mean(x²) + ε) + β, τ)',
  ),
  variant(
    z.strictObject({
      type: z.literal('switchable'),
      placement,
      momentum: momentum(0.1),
      eps: eps(1e-5),
      center,
      scale,
    }),
    'Switchable normalization',
    'A learned mixture of the statistics of instance, layer and batch normalization. The network chooses by itself, layer by layer.',
    'y = γ (x − Σ w μ) / √(Σ w′ σ² + ε) + β, sums over instance, layer and batch',
  ),
  variant(
    z.strictObject({
      type: z.literal('decorrelated-batch'),
      placement,
      groupSize: field(count.default(16), 'Group size', 'Channels that are decorrelated from each other.', 'channels'),
      iterations: field(count.max(20).default(5), 'Iterations', 'Newton steps towards the inverse square root.'),
      momentum: momentum(0.1),
      eps: eps(1e-5),
      center,
      scale,
    }),
    'Decorrelated batch normalization',
    'Whiten groups of channels over the mini-batch: uncorrelated, not only standardized. Rotated back (ZCA), so that channels keep their meaning.',
    'y = γ Σ^(−½) (x − μ) + β, Σ the covariance of a group over the mini-batch',
  ),
  variant(
    z.strictObject({
      type: z.literal('dynamic-tanh'),
      placement,
      alpha: field(positive.default(0.5), 'Alpha', 'Initial value of the one learned slope inside tanh.'),
      center,
      scale,
    }),
    'Dynamic tanh',
    'Squash each unit with a learned slope, and no statistics at all. It bounds large values as normalization does, one number at a time.',
    'y = γ tanh(α x) + β',
  ),
  variant(
    z.strictObject({
      type: z.literal('dynamic-erf'),
      placement,
      alpha: field(positive.default(0.5), 'Alpha', 'Initial value of the one learned slope inside erf.'),
      shift: field(z.number().default(0), 'Shift', 'Initial value of the one learned shift inside erf.'),
      center,
      scale,
    }),
    'Dynamic erf',
    'As dynamic tanh, with the error function and a learned shift. No statistics at all.',
    'y = γ erf(α x + s) + β',
  ),
  variant(
    z.strictObject({ type: z.literal('affine'), placement, center, scale }),
    'Affine only',
    'The learned factor and shift without standardization. An ablation of batch normalization: the same functions, another way to learn them.',
    'y = γ x + β',
  ),
  variant(
    z.strictObject({ type: z.literal('fixup') }),
    'Fixup (no normalization)',
    'Residual networks without normalization: scaled initial weights, zero last layers, scalar biases and factors.',
  ),
  variant(
    z.strictObject({ type: z.literal('skip-init') }),
    'SkipInit (no normalization)',
    'Residual networks without normalization: each branch is multiplied by a learned number that starts at 0.',
  ),
]);

export const Reparameterization = z.discriminatedUnion('type', [
  variant(z.strictObject({ type: z.literal('none') }), 'None', 'Weights are learned as they are.'),
  variant(
    z.strictObject({
      type: z.literal('weight-norm'),
      initialization: field(
        z.enum(['norm', 'data']).default('norm'),
        'Initial length',
        'g starts as the length of v, so that nothing changes at first, or from the first batch, so that each unit starts standardized.',
      ),
    }),
    'Weight normalization',
    'The length and the direction of each unit’s weights are learned apart. Nothing is computed from the batch.',
    'w = g v / ‖v‖',
  ),
  variant(
    z.strictObject({ type: z.literal('weight-standardization'), eps: eps(1e-5) }),
    'Weight standardization',
    'Each unit’s weights are standardized before use. Meant for layers that a normalization follows, such as group normalization.',
    'w = (v − mean(v)) / (std(v) + ε)',
  ),
]);

export type NormalizationSpec = z.infer<typeof Normalization>;
export type ReparameterizationSpec = z.infer<typeof Reparameterization>;
/** The variant of that type. */
export type NormalizationOf<T extends NormalizationSpec['type']> = Extract<NormalizationSpec, { type: T }>;
