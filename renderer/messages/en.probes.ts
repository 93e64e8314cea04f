/** English words about probes: the section of the run page, its figures, and the dialog that takes one. */
import type { ProbeType } from '../../engine/spec/schema.ts';

const types: Record<ProbeType, string> = {
  activations: 'Activations',
  gradients: 'Gradients',
  normalization: 'Normalization',
  landscape: 'Landscape',
  'covariate-shift': 'Covariate shift',
  hessian: 'Hessian',
  identity: 'Identity',
  'scale-invariance': 'Scale invariance',
  recalibration: 'Recalibration',
};

/** What each probe is, how to read it, and where it comes from. */
const about: Record<ProbeType, string> = {
  activations:
    'What enters and leaves every activation, on one batch of training samples that is normalized by its own statistics. Healthy layers spread their inputs over the range where the activation bends, keep their units alive, and give different samples different outputs. The 15th, 50th and 85th percentiles are those of figure 1 of Ioffe and Szegedy (2015); the effective rank is that of Roy and Vetterli (2007).',
  gradients:
    'How long gradients and updates are in each layer, on the mini-batch that training would take next, with the optimizer and learning rate of the run. Compare layers: one that stands still, or moves a hundred times as fast as the others, is worth a look. The depth slope is the factor from one activation to the one below it: below 1 gradients vanish on their way to the input, above 1 they explode (Yang et al. 2019).',
  normalization:
    'What the normalization layers have become. In inference batch normalization uses running averages in place of the statistics of the population, which are averages over training batches with frozen weights (Ioffe and Szegedy 2015, Algorithm 2). The gap z says by how many deviations that shifts a channel. Where the accuracy with population statistics is high and that with running statistics is low, the network is sound and its running statistics are not.',
  landscape:
    'How the loss changes around the network: along the gradient of the next mini-batch, after figure 4 of Santurkar et al. (2018), and over slices in random directions with filter normalization (Li et al. 2018). Small ranges mean that a step does what the gradient promised. A network that is stuck looks smooth, because nothing is learned: compare only networks that learn.',
  'covariate-shift':
    'How much one update changes what each layer works on, in both senses of the term: how wrong the gradient of a layer was because the layers below it stepped at the same time (Santurkar et al. 2018, definition 2.1), and how far the distributions of inputs move (Ioffe and Szegedy 2015). The two need not agree, and neither is known to decide how well training goes.',
  hessian:
    'The curvature of the loss on the probe set, from exact products with the Hessian in float64. The largest eigenvalue limits the learning rate; the spectral density shows how few directions stand out (Ghorbani, Krishnan and Xiao 2019). With the statistics of the batch and with running ones it is another matrix, and the two differ by factors. λ₁ / λ₁₁ says how far the first stands out (LeCun et al. 1998, section 8).',
  identity:
    'Batch normalization can undo itself: with gamma = √(variance + eps) and beta = mean, its output is its input (Ioffe and Szegedy 2015, section 3). This sets every layer so, from the statistics of one batch, and looks on which data it holds: on that batch and in inference up to rounding, on another batch in training not.',
  'scale-invariance':
    'Behind weights that a normalization follows, a factor a > 0 changes nothing: outputs stay, and gradients become 1/a as long (Ioffe and Szegedy 2015, section 3.3). This multiplies the weights of each such layer and shows what is left of that with eps as the network has it, and without. Therefore the gradient is at right angles to the weights: only their direction counts.',
  recalibration:
    'Computes the statistics of the population anew with frozen weights, from the data of the run, from shifted inputs, or from another dataset, and compares the scores on the validation split. It takes inputs only, no labels. Under a shift of the inputs this alone can win back much (Schneider et al. 2020).',
};

const landscape = {
  stuck:
    'This network is stuck: its loss is within 5 % of that of a prediction that does not look at its input. It looks smooth because nothing is learned; hold it against no other network.',
};

const hessian = {
  notConverged: (statistics: string, residual: string) =>
    `Not all eigenvalues were found to full accuracy with ${statistics} statistics (largest residual ${residual}). Take it again with more Lanczos steps.`,
};

export const probes = {
  types,
  about,
  landscape,
  hessian,
  title: 'Probes',
  none: 'Nothing was measured yet. A probe looks inside the network: at its activations, gradients, statistics and its loss. It can be taken of a run that has ended, or be part of a specification.',
  noneYet: 'Nothing was measured yet. A probe can be taken once the run has ended.',
  type: 'Probe',
  variant: 'Options',
  facts: {
    step: 'Step',
    samples: 'Samples',
    statistics: 'Statistics',
    precision: 'Precision',
    cost: 'Took',
  },
  samplesOf: (count: string, part: string) => `${count}, ${part}`,
  parts: { train: 'training', validation: 'validation', test: 'test' },
  precisionOf: (precision: string, kernels: string) => `${precision}, ${kernels}`,
  statisticsWords: { batch: 'batch', running: 'running', precise: 'population' } as Record<string, string>,
  allNumbers: 'All numbers',
  wholeNetwork: 'The whole network',
  /** Where the name of a number says too little by itself. */
  numberNames: {
    lambda1: 'largest eigenvalue λ₁',
    ratio11: 'λ₁ / λ₁₁',
    smallest: 'smallest eigenvalue',
    'trace error': 'standard error of the trace',
    concentration: 'share of the gradient in the largest directions',
  } as Record<string, string>,
  problem: (run: string) => (run === '' ? 'There are no numbers' : `There are no numbers of ${run}`),
  quantity: 'Quantity',
  value: 'Value',
  remove: 'Remove this record',
  removed: 'The record of the probe was removed.',

  take: 'Take a probe',
  takeIn: (run: string) => `Take a probe of ${run}`,
  atHelp: (last: string) =>
    `The run ended at step ${last}. Between checkpoints the training is repeated up to a step, with the same bits.`,
  start: 'Start',
  cancel: 'Cancel',
  measuring: (what: string) => `measuring: ${what}`,
  replay: 'repeating the training',
  stop: 'Stop measuring',
  busy: 'It begins when what is being measured is done.',

  compare: 'Probes, side by side',
  noCommon: 'None of these runs has a probe yet. Take one on the page of a run.',
  notTaken: 'not taken',
};
