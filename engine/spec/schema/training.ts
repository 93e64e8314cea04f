/** How long, in which portions, and what is looked at and kept meanwhile. */
import { z } from 'zod';
import { count, field, fraction, nonNegative, positive, variant } from './field.ts';

export const EVALUATION_STATISTICS = ['running', 'batch', 'precise'] as const;

export const Batching = z.discriminatedUnion('type', [
  variant(
    z.strictObject({
      type: z.literal('shuffled'),
      dropLast: field(
        z.boolean().default(true),
        'Leave out the rest',
        'An incomplete last batch is left out of its epoch.',
      ),
    }),
    'Shuffled',
    'A new order each epoch; every sample once.',
  ),
  variant(
    z.strictObject({
      type: z.literal('sequential'),
      dropLast: field(
        z.boolean().default(true),
        'Leave out the rest',
        'An incomplete last batch is left out of its epoch.',
      ),
    }),
    'Sequential',
    'The same order each epoch.',
  ),
  variant(
    z.strictObject({
      type: z.literal('class-sorted'),
      classes: field(count.default(1), 'Classes a batch', 'Samples of only this many classes stand in one batch.'),
      dropLast: field(
        z.boolean().default(true),
        'Leave out the rest',
        'An incomplete last batch is left out of its epoch.',
      ),
    }),
    'Class-sorted',
    'Batches of few classes: not independent draws, which batch normalization counts on.',
  ),
  variant(
    z.strictObject({ type: z.literal('full') }),
    'Full batch',
    'The whole training split at every step: gradient descent. The batch size plays no part.',
  ),
]);

export const Clipping = z.discriminatedUnion('type', [
  variant(z.strictObject({ type: z.literal('none') }), 'None', 'Gradients as they are.'),
  variant(
    z.strictObject({
      type: z.literal('norm'),
      maximum: field(
        positive.default(1),
        'Largest norm',
        'Longer gradients are scaled down to it, all parameters together.',
      ),
    }),
    'By norm',
    'Scale the whole gradient down when it is too long.',
  ),
  variant(
    z.strictObject({
      type: z.literal('value'),
      maximum: field(positive.default(1), 'Largest value', 'Each number of the gradient is kept within it.'),
    }),
    'By value',
    'Cut each number of the gradient.',
  ),
]);

export const EarlyStop = z.discriminatedUnion('type', [
  variant(z.strictObject({ type: z.literal('never') }), 'Never', 'Train for all steps.'),
  variant(
    z.strictObject({
      type: z.literal('patience'),
      patience: field(count.default(10), 'Patience', 'Evaluations without a better validation loss.', 'evaluations'),
      minimumDelta: field(nonNegative.default(0), 'Smallest gain', 'The validation loss must fall by more than this.'),
    }),
    'When it gets no better',
    'Stop when the validation loss has not fallen for a while.',
  ),
  variant(
    z.strictObject({
      type: z.literal('target'),
      accuracy: field(fraction.default(0.9), 'Accuracy', 'Validation accuracy that is enough.'),
    }),
    'At a target',
    'Stop as soon as the validation accuracy is reached.',
  ),
]);

export const Training = z.strictObject({
  steps: field(count.max(10_000_000).default(1500), 'Steps', 'Number of weight updates.', 'steps'),
  batchSize: field(count.max(65_536).default(60), 'Batch size', 'Samples in a mini-batch.', 'samples'),
  batching: field(Batching.prefault({ type: 'shuffled' }), 'Batches', 'In which order the samples come.'),
  clipping: field(Clipping.prefault({ type: 'none' }), 'Gradient clipping', 'What happens to long gradients.'),
  earlyStop: field(EarlyStop.prefault({ type: 'never' }), 'Early stop', 'When training ends before its last step.'),
});

export const Evaluation = z.strictObject({
  every: field(count.default(25), 'Evaluate every', 'Steps between evaluations on the validation split.', 'steps'),
  statistics: field(
    z.array(z.enum(EVALUATION_STATISTICS)).min(1).default(['running', 'batch']),
    'Statistics',
    'What batch normalization uses while evaluating: its running statistics, those of the batch, or those of the population, each in turn.',
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
  checkpoints: field(
    z
      .strictObject({
        seconds: field(
          positive.max(86_400).default(30),
          'Checkpoint every',
          'Seconds of training between checkpoints, from which an interrupted run continues bit for bit.',
          'seconds',
        ),
      })
      .prefault({}),
    'Checkpoints',
    'Everything needed to continue the run; one is also kept on pause, stop and quit, and at the end.',
  ),
});
export type BatchingSpec = z.infer<typeof Batching>;
