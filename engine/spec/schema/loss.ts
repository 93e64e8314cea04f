/** What training makes small. */
import { z } from 'zod';
import { field, fraction, positive, variant } from './field.ts';

const targets = {
  low: field(z.number().default(0), 'Target of the other classes', 'What the outputs of the wrong classes should be.'),
  high: field(z.number().default(1), 'Target of the class', 'What the output of the right class should be.'),
};

export const Loss = z.discriminatedUnion('type', [
  variant(
    z.strictObject({
      type: z.literal('cross-entropy'),
      labelSmoothing: field(
        fraction.lt(1).default(0),
        'Label smoothing',
        'Share of each target that is spread evenly over all classes.',
      ),
    }),
    'Cross-entropy',
    'Of the softmax of the outputs.',
  ),
  variant(
    z.strictObject({ type: z.literal('binary-cross-entropy') }),
    'Binary cross-entropy',
    'Each output answers for its class alone, through a sigmoid; the mean over all outputs.',
  ),
  variant(
    z.strictObject({ type: z.literal('mean-squared-error'), ...targets }),
    'Mean squared error',
    'Over all outputs. Classes become targets; LeCun et al. (1998), section 4.5, put these where the second derivative of the output unit is largest.',
  ),
  variant(
    z.strictObject({
      type: z.literal('huber'),
      delta: field(positive.default(1), 'Delta', 'Errors up to it count squared, larger ones only linearly.'),
      ...targets,
    }),
    'Huber',
    'Squared for small errors, linear for large ones; the mean over all outputs.',
  ),
]);
export type LossSpec = z.infer<typeof Loss>;

const OF_CLASSES: ReadonlySet<string> = new Set<LossSpec['type']>(['cross-entropy', 'binary-cross-entropy']);

/** Whether a loss is of classes only; the others are of numbers too, and take classes as targets. */
export const needsClasses = (type: string): boolean => OF_CLASSES.has(type);
