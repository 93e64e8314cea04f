/**
 * The run specification: everything that decides what a run computes.
 *
 * Paths in this object ("optimizer.learningRate") are a public interface: `--set`, comparison diffs and study factors
 * use them. Titles, help and units live in the schema's metadata, so that the form, the command line and the JSON
 * Schema say the same. This file must run in a browser: no `node:` import.
 */
import { z } from 'zod';

const field = <T extends z.ZodType>(schema: T, title: string, description: string, unit?: string): T =>
  schema.meta({ title, description, ...(unit === undefined ? {} : { unit }) }) as T;

const fraction = z.number().min(0).max(1);
const positive = z.number().positive();
const count = z.int().min(1);

export const ACTIVATIONS = ['sigmoid', 'tanh', 'scaled-tanh', 'relu', 'identity'] as const;
export const LOSSES = ['cross-entropy', 'mean-squared-error'] as const;
export const PLACEMENTS = ['before-activation', 'after-activation'] as const;
export const EVALUATION_STATISTICS = ['running', 'batch'] as const;

export const Split = z
  .strictObject({
    train: field(fraction.default(0.8), 'Training share', 'Share of the samples that the weights are fitted on.'),
    validation: field(fraction.default(0.1), 'Validation share', 'Share used to follow and compare runs.'),
    test: field(fraction.default(0.1), 'Test share', 'Share looked at once, after training.'),
  })
  .superRefine((split, context) => {
    const sum = split.train + split.validation + split.test;
    if (Math.abs(sum - 1) > 1e-6)
      context.addIssue({
        code: 'custom',
        path: ['train'],
        message: `the three shares add up to ${Number(sum.toFixed(6))}; they must add up to 1`,
      });
    if (split.train <= 0) context.addIssue({ code: 'custom', path: ['train'], message: 'must be greater than 0' });
    if (split.validation <= 0)
      context.addIssue({ code: 'custom', path: ['validation'], message: 'must be greater than 0' });
  });

export const Scaling = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('none') }).meta({ title: 'None', description: 'Inputs as they are stored.' }),
  z
    .strictObject({
      method: z.literal('range'),
      low: field(z.number().default(0), 'Low', 'Value that the smallest training value is mapped to.'),
      high: field(z.number().default(1), 'High', 'Value that the largest training value is mapped to.'),
    })
    .refine((s) => s.high > s.low, { path: ['high'], message: 'must be greater than low' })
    .meta({ title: 'Range', description: 'Map the whole training range linearly to [low, high].' }),
  z
    .strictObject({
      method: z.literal('standardize'),
      per: field(
        z.enum(['feature', 'all']).default('feature'),
        'Statistics',
        'One mean and deviation for each feature, or one for all features together.',
      ),
    })
    .meta({ title: 'Standardize', description: 'Subtract the training mean, divide by the training deviation.' }),
  z
    .strictObject({ method: z.literal('center') })
    .meta({ title: 'Center', description: 'Subtract the training mean of each feature; keep the scale.' }),
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

const placement = field(
  z.enum(PLACEMENTS).default('before-activation'),
  'Placement',
  'Before the activation, as in Ioffe and Szegedy (2015), or after it.',
);
const center = field(z.boolean().default(true), 'Center (beta)', 'Learn a shift beta for each unit.');
const scale = field(z.boolean().default(true), 'Scale (gamma)', 'Learn a factor gamma for each unit.');

export const Normalization = z.discriminatedUnion('type', [
  z
    .strictObject({ type: z.literal('none') })
    .meta({ title: 'None', description: 'Each layer sees what the one below it produces.' }),
  z
    .strictObject({
      type: z.literal('batch'),
      placement,
      momentum: field(
        z.number().gt(0).max(1).default(0.1),
        'Momentum',
        'Weight of the new batch in the running statistics (PyTorch convention; Keras calls 1 minus this momentum).',
      ),
      eps: field(z.number().min(0).default(1e-5), 'Epsilon', 'Added to the variance before the square root.'),
      center,
      scale,
    })
    .meta({
      title: 'Batch normalization',
      description: 'Standardize each unit over the mini-batch, then apply a learned factor and shift.',
    }),
  z.strictObject({ type: z.literal('affine'), placement, center, scale }).meta({
    title: 'Affine only',
    description: 'The learned factor and shift without standardization: an ablation of batch normalization.',
  }),
]);

export const Initializer = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('normal'),
      std: field(positive.default(0.01), 'Standard deviation', 'Of the normal distribution weights are drawn from.'),
    })
    .meta({ title: 'Normal', description: 'Normal with a chosen standard deviation.' }),
  z
    .strictObject({ type: z.literal('lecun-normal') })
    .meta({ title: 'LeCun normal', description: 'Deviation 1 / sqrt(fan-in); LeCun et al. (1998).' }),
  z
    .strictObject({ type: z.literal('glorot-normal') })
    .meta({ title: 'Glorot normal', description: 'Deviation sqrt(2 / (fan-in + fan-out)); Glorot and Bengio (2010).' }),
  z
    .strictObject({ type: z.literal('he-normal') })
    .meta({ title: 'He normal', description: 'Deviation sqrt(2 / fan-in); He et al. (2015).' }),
]);

export const Model = z.strictObject({
  kind: field(z.literal('mlp').default('mlp'), 'Kind', 'Multi-layer perceptron.'),
  hidden: field(
    z.array(count.max(4096)).max(64).default([100, 100, 100]),
    'Hidden layers',
    'Units in each hidden layer, from the input to the output.',
    'units',
  ),
  activation: field(z.enum(ACTIVATIONS).default('sigmoid'), 'Activation', 'Nonlinearity of every hidden layer.'),
  normalization: field(
    Normalization.prefault({ type: 'batch' }),
    'Normalization',
    'What stands between a hidden layer and its activation.',
  ),
  initializer: field(
    Initializer.prefault({ type: 'lecun-normal' }),
    'Initializer',
    'Distribution of the initial weights; biases start at 0.',
  ),
});

export const Optimizer = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('sgd'),
      learningRate: field(positive.default(0.3), 'Learning rate', 'Step length along the negative gradient.'),
      momentum: field(z.number().min(0).lt(1).default(0), 'Momentum', 'Share of the last update that is kept.'),
    })
    .meta({ title: 'Stochastic gradient descent', description: 'Gradient steps, optionally with momentum.' }),
]);

export const Training = z.strictObject({
  steps: field(count.max(10_000_000).default(1500), 'Steps', 'Number of weight updates.', 'steps'),
  batchSize: field(
    count.max(65_536).default(60),
    'Batch size',
    'Samples in a mini-batch. Each epoch visits the training split in a new order; an incomplete last batch is left out.',
    'samples',
  ),
});

export const Evaluation = z.strictObject({
  every: field(count.default(25), 'Evaluate every', 'Steps between evaluations on the validation split.', 'steps'),
  statistics: field(
    z.array(z.enum(EVALUATION_STATISTICS)).min(1).default(['running', 'batch']),
    'Statistics',
    'What batch normalization uses while evaluating: its running statistics, those of the batch, or each in turn.',
  ),
});

export const Recording = z.strictObject({
  normalization: field(
    z
      .strictObject({
        every: field(count.default(10), 'Record every', 'Steps between records of the normalization layers.', 'steps'),
      })
      .prefault({}),
    'Normalization statistics',
    'Batch and running statistics, gamma, beta and pre-activation percentiles of each layer.',
  ),
});

export const RunSpec = z
  .strictObject({
    format: field(z.literal('normscope.run/1').default('normscope.run/1'), 'Format', 'Version of this format.'),
    name: field(z.string().trim().min(1).max(200).default('untitled run'), 'Name', 'How the run is listed.'),
    seed: field(
      z.int().min(0).max(0xffff_ffff).default(1),
      'Seed',
      'Decides the split, the initial weights and the order of the samples, each from a stream of its own.',
    ),
    data: field(Data.prefault({}), 'Data', 'What is learned from.'),
    model: field(Model.prefault({}), 'Model', 'The network.'),
    loss: field(z.enum(LOSSES).default('cross-entropy'), 'Loss', 'What training makes small.'),
    optimizer: field(Optimizer.prefault({ type: 'sgd' }), 'Optimizer', 'How gradients become updates.'),
    training: field(Training.prefault({}), 'Training', 'How long, and in which portions.'),
    evaluation: field(Evaluation.prefault({}), 'Evaluation', 'When and how the validation split is looked at.'),
    record: field(Recording.prefault({}), 'Recording', 'What is kept beside the curves.'),
  })
  .superRefine((spec, context) => {
    if (spec.model.normalization.type === 'batch' && spec.training.batchSize === 1)
      context.addIssue({
        code: 'custom',
        path: ['training', 'batchSize'],
        message:
          'is 1, but batch normalization needs at least 2 samples in training: with one, every standardized value is 0 ' +
          'and no gradient reaches the layers below. Use 2 or more, or set model.normalization.type to none',
      });
  });

/** A complete specification, defaults filled in. */
export type RunSpec = z.infer<typeof RunSpec>;
/** What a person may write: every field optional that has a default. */
export type RunSpecInput = z.input<typeof RunSpec>;
export type NormalizationSpec = z.infer<typeof Normalization>;
export type ScalingSpec = z.infer<typeof Scaling>;
export type InitializerSpec = z.infer<typeof Initializer>;
export type Activation = (typeof ACTIVATIONS)[number];
export type Loss = (typeof LOSSES)[number];

/** JSON Schema (draft 2020-12) of what a person may write, with titles, descriptions, units and defaults. */
export const runSpecJsonSchema = (): Record<string, unknown> =>
  z.toJSONSchema(RunSpec, { io: 'input', target: 'draft-2020-12' }) as Record<string, unknown>;
