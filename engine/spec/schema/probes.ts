/** Probes: what is measured inside a network at chosen steps. How each is computed: engine/probes. */
import { z } from 'zod';
import { messages } from '../../words/words.ts';
import { field, positive, refuseField, variant } from './field.ts';

const REFUSALS = messages('spec.probes', {
  'even-points': ({ points, next }: { points: number; next: number }) =>
    `is ${points}; it must be odd, so that the network itself is in the middle: use ${next}`,
  'not-more-than-from': ({ from, to }: { from: number; to: number }) =>
    `is ${to}; it must be more than from, which is ${from}`,
});

/** The steps at which a probe is taken. */
const at = field(
  z
    .array(z.union([z.int().min(0), z.literal('end')]))
    .min(1)
    .max(100)
    .default(['end']),
  'At',
  'Numbers of steps: 0 is the untrained network, "end" where the run ends.',
);
const samples = field(
  z.int().min(2).max(65_536).default(1000),
  'Samples',
  'Size of the probe set: the first samples of the training split, in an order drawn from the seed.',
  'samples',
);

export const Probe = z.discriminatedUnion('type', [
  variant(
    z.strictObject({ type: z.literal('activations'), at, samples }),
    'Activations',
    'What enters and leaves every activation: spread, saturation, dead units, rank.',
  ),
  variant(
    z.strictObject({ type: z.literal('gradients'), at }),
    'Gradients',
    'How long gradients and updates are in each layer, on the mini-batch that comes next.',
  ),
  variant(
    z
      .strictObject({
        type: z.literal('landscape'),
        at,
        from: field(positive.default(0.05), 'Shortest step', 'Smallest multiple of the gradient that is walked.'),
        to: field(positive.default(0.4), 'Longest step', 'Largest multiple of the gradient that is walked.'),
        points: field(z.int().min(2).max(200).default(8), 'Steps along the gradient', 'How many multiples are tried.'),
        grid: field(
          z
            .int()
            .min(3)
            .max(101)
            .superRefine((points, context) => {
              if (points % 2 === 0) refuseField(context, [], REFUSALS['even-points']({ points, next: points + 1 }));
            })
            .default(21),
          'Points of a slice',
          'Points in each direction of the slices through the loss: an odd number, whose middle is the network itself.',
        ),
        radius: field(
          positive.default(1),
          'Radius of a slice',
          'Length of a direction at the edge of a slice, as a multiple of the weights.',
        ),
        samples,
      })
      .superRefine(({ from, to }, context) => {
        if (to <= from) refuseField(context, ['to'], REFUSALS['not-more-than-from']({ from, to }));
      }),
    'Landscape',
    'How the loss changes along the gradient (Santurkar et al. 2018), and slices through it (Li et al. 2018).',
  ),
  variant(
    z.strictObject({ type: z.literal('covariate-shift'), at, samples }),
    'Covariate shift',
    'How much one update of the layers below changes what a layer sees and how it should move.',
  ),
  variant(
    z.strictObject({ type: z.literal('normalization'), at }),
    'Normalization',
    'How far the running statistics are from those of the population, what that costs, and what gamma and beta have become.',
  ),
  variant(
    z.strictObject({
      type: z.literal('identity'),
      at,
      samples: field(
        z.int().min(2).max(65_536).default(60),
        'Samples',
        'Samples in each batch that is looked at.',
        'samples',
      ),
    }),
    'Identity',
    'Sets gamma and beta so that a normalization undoes itself, and shows on which data it does.',
  ),
  variant(
    z.strictObject({
      type: z.literal('scale-invariance'),
      at,
      factors: field(
        z.array(positive).min(1).max(20).default([0.1, 10, 100]),
        'Factors',
        'What the weights below a normalization are multiplied by.',
      ),
      samples: field(
        z.int().min(2).max(65_536).default(60),
        'Samples',
        'Samples in the batch that is looked at.',
        'samples',
      ),
    }),
    'Scale invariance',
    'Multiplies weights, and shows what stays the same and what eps changes (Ioffe and Szegedy 2015, section 3.3).',
  ),
  variant(
    z.strictObject({
      type: z.literal('recalibration'),
      at,
      dataset: field(
        z.string().min(1).nullable().default(null),
        'Dataset',
        'Whose inputs the statistics are computed from; null for that of the run.',
      ),
      factor: field(z.number().default(1), 'Factor', 'Inputs are multiplied by it, after their scaling.'),
      offset: field(z.number().default(0), 'Offset', 'Is added to inputs, after their scaling.'),
      share: field(
        z.number().gt(0).max(1).default(1),
        'Share',
        'Part of the samples that the statistics are computed from.',
      ),
    }),
    'Recalibration',
    'Computes the population statistics anew, also from shifted inputs, and compares the accuracies.',
  ),
  variant(
    z.strictObject({
      type: z.literal('hessian'),
      at,
      statistics: field(
        z
          .array(z.enum(['batch', 'running']))
          .min(1)
          .max(2)
          .default(['batch', 'running']),
        'Statistics',
        'What batch normalization uses: the two Hessians differ by factors.',
      ),
      eigenvalues: field(z.int().min(1).max(100).default(12), 'Eigenvalues', 'How many of the largest are found.'),
      iterations: field(
        z.int().min(10).max(1000).default(90),
        'Lanczos steps',
        'Most products with the Hessian for the eigenvalues, and for each vector of the density.',
      ),
      vectors: field(
        z.int().min(0).max(100).default(1),
        'Random vectors',
        'For the trace and the spectral density; 0 leaves both out.',
      ),
      full: field(
        z.int().min(0).max(2000).default(600),
        'Whole spectrum up to',
        'Networks with at most this many parameters get their whole Hessian and all eigenvalues.',
        'parameters',
      ),
      samples,
    }),
    'Hessian',
    'The curvature of the loss: largest eigenvalues, trace, spectral density. Takes long.',
  ),
]);

export const PROBE_TYPES = Probe.options.map((option) => option.shape.type.value);
export type ProbeSpec = z.infer<typeof Probe>;
export type ProbeType = ProbeSpec['type'];
/** The options of one probe. */
export type ProbeOf<T extends ProbeType> = Extract<ProbeSpec, { type: T }>;
/** A step, or the end of the run. */
export type Moment = number | 'end';

/** The list of a specification. */
export const Probes = z.array(Probe).max(50).default([]);
