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

const axis = {
  layer: 'Layer',
  share: 'Share',
  shareOfAll: 'Share of all',
  input: 'Pre-activation',
  loss: 'Loss',
  accuracy: 'Accuracy',
  statistics: 'Statistics',
};

const activations = {
  inputs: 'What enters each activation',
  inputsNote:
    'The bins fit the spread of each layer; what is farther out is counted in the outermost ones. Marked are the 15th, 50th and 85th percentile.',
  histogram: 'Histogram',
  passing: 'What passes each activation',
  passingNote:
    'Mean slope: the part of the gradient that passes at best. Saturated: outputs in the flat ends, where hardly any gradient passes. Dead: units of rectifiers that are off for every sample; always on: units that are linear for every sample.',
  shares: 'Shares',
  slope: 'Mean slope',
  saturation: 'Saturated',
  dead: 'Dead units',
  alwaysOn: 'Always on',
  centring: 'Distance of P(active) from 1/2',
  centringAxis: 'Mean distance',
  measured: 'Distance from 1/2',
  predictionError: 'Distance from Φ(β/|γ|)',
  active: 'How often units are active',
  activeNote:
    'P(active): part of the samples for which a unit gets more than 0. Where gamma and beta promise a value, Φ(β/|γ|) for normally distributed inputs, each dot is a unit, and on the line the promise is kept. Elsewhere the units stand in order.',
  predicted: 'Predicted Φ(β/|γ|)',
  observed: 'P(active)',
  units: 'Units',
  unitsInOrder: 'Units in order',
  samples: 'How alike samples look to each layer',
  samplesNote:
    'Effective rank: about the number of directions that the outputs of 256 samples fill. A rank of 1, or a mean cosine of 1 between two samples, means that the layer does not tell them apart.',
  rank: 'Effective rank',
  rankAxis: 'Directions',
  cosine: 'Mean cosine of two samples',
  cosineAxis: 'Cosine',
};

const gradients = {
  norms: 'Length of gradients',
  normsNote:
    'l2 norms, before clipping. A straight line upwards or downwards means that gradients explode or vanish with depth.',
  parameters: 'Of parameters',
  passed: 'Of what enters activations',
  norm: 'Norm',
  weights: 'Weights and bias',
  affine: 'Gamma and beta',
  activations: 'Activations',
  updates: 'Size of an update',
  updatesNote:
    'Ratio: length of the update over length of the parameters. Effective rate: learning rate / ‖W‖², for weights whose length changes nothing because a normalization follows; under plain gradient descent it decides how fast their direction moves (van Laarhoven 2017).',
  ratio: 'Update-to-weight ratio',
  rate: 'Effective learning rate',
  independent: 'Input-independent share of gradients',
  independentNote:
    '1: all samples pull the layer the same way, whatever they show. 0, but for rounding, right below batch normalization, which subtracts that mean (compare Bjorck et al. 2018).',
};

const normalization = {
  gap: 'Gap between running and population statistics',
  gapNote:
    'z: shift of a channel in inference, in deviations. Above 0.1 running statistics lag; above 0.3 they are wrong, and accuracy suffers. A log variance ratio r scales a channel wrongly by exp(r / 2).',
  z: 'Gap z of means',
  ratio: 'Log ratio of variances',
  median: 'Median of the channels',
  largest: 'Largest',
  levels: (value: string) => [`lagging: ${value}`, `wrong: ${value}`],
  scores: 'Scores with three kinds of statistics',
  scoresNote:
    'On the validation split. Running: as a deployed network. Batch: of the evaluated batch. Population: computed anew with frozen weights.',
  affine: 'Gamma, beta and what they promise',
  affineNote:
    'Box: the middle half of the channels, its line the median; whiskers: 1st to 99th percentile. P(active) is Φ(β/|γ|): to a rectifier only that ratio matters.',
  gamma: 'Gamma',
  beta: 'Beta',
  active: 'Promised P(active)',
  spread: 'Spread over channels',
};

const recalibration = {
  scores: 'Before and after',
  scoresNote:
    'Original: the run as it was, on its own validation split. Before and after: with running and with new statistics, on the inputs that were asked for. Batch: with the statistics of each evaluated batch.',
  gap: 'How far the statistics moved',
  gapNote: 'Gap between running statistics and the new ones: z of means in deviations, and the log ratio of variances.',
};

const landscape = {
  gradient: 'Along the gradient',
  gradientNote:
    'At w − a g for multiples a of the gradient g. Loss: how much it varies on the way. Change of the gradient: how long it can be trusted. Beta-smoothness: change of the gradient over the distance moved; along a parabola it is the curvature, the same for all a.',
  multiple: 'Multiple of the gradient',
  change: 'Change of the gradient',
  smoothness: 'Beta-smoothness',
  start: 'loss at the network',
  slices: 'Slices through the loss',
  slicesNote:
    'Along two random directions that are as long in each unit as its weights; the network is in the middle. They show two directions of thousands: a valley that is seen is real, one that is not seen may exist all the same.',
  line: 'One direction',
  plane: 'Two directions',
  first: 'First direction',
  second: 'Second direction',
  stuck:
    'This network is stuck: its loss is within 5 % of that of a prediction that does not look at its input. It looks smooth because nothing is learned; hold it against no other network.',
};

const shift = {
  title: 'Shift by one update, in both senses',
  note: 'Shift and cosine: change of the gradient of each layer when the layers below step first, as a part of its length, and the cosine between both gradients; 0 and 1 in the first layer, which sees only data. Drift: how far the 15th, 50th and 85th percentile of what enters an activation move, in deviations of the layer.',
  gradient: 'Shift of the gradient',
  gradientAxis: 'Relative shift',
  cosine: 'Cosine of gradients',
  drift: 'Drift of distributions',
  driftAxis: 'Relative drift',
};

const hessian = {
  density: 'Spectral density',
  densityNote:
    'How all eigenvalues are spread, smoothed, on a logarithmic axis: most lie near 0, few stand out to the right. Left of 0 the loss bends downwards.',
  densityAxis: 'Density',
  eigenvalue: 'Eigenvalue',
  eigenvalues: 'Eigenvalues by rank',
  eigenvaluesNote:
    'The largest, or all of them where the network is small. The sizes of negative ones are drawn apart.',
  eigenvalueAxis: 'Size',
  rank: 'Rank',
  positive: 'Positive',
  negative: 'Negative',
  notConverged: (statistics: string, residual: string) =>
    `Not all eigenvalues were found to full accuracy with ${statistics} statistics (largest residual ${residual}). Take it again with more Lanczos steps.`,
};

const identity = {
  title: 'Largest difference between output and input',
  note: 'Of each layer that was set to undo itself, and of the outputs of the network against one without these layers. About 10⁻¹⁵ is rounding: the layer is the identity there. The size of the input is for comparison.',
  difference: 'Largest |y − x|',
  same: 'Batch that the statistics are from',
  other: 'Another batch, with its own statistics',
  unseen: 'Unseen samples, in inference',
  input: 'Size of the input',
};

const scale = {
  title: 'What is left after weights were multiplied',
  note: 'Differences of about 10⁻¹⁵ are rounding. With eps the error grows as eps over the variance of the pre-activations, so that small factors lose the invariance.',
  factor: 'Factor of the weights',
  errorAxis: 'Error',
  quantities: {
    'gradient error': 'Gradient, as a part of its length',
    'output difference': 'Outputs, largest difference',
    'other gradients error': 'Gradients of the other layers',
  },
  withoutEps: (name: string) => `${name}, without eps`,
  cosines: 'Angle between weights and gradient',
  cosinesNote:
    'Cosine between the weights and their gradient: 0, but for eps and rounding, where the length of the weights changes nothing. Of single units it is 0 only where each unit is standardized by itself.',
  cosineAxis: 'Cosine',
  whole: 'Whole layer',
  unit: 'Largest of a unit',
};

export const probes = {
  types,
  about,
  axis,
  activations,
  gradients,
  normalization,
  recalibration,
  landscape,
  shift,
  hessian,
  identity,
  scale,
  scores: {
    running: 'Running',
    batch: 'Batch',
    precise: 'Population',
    original: 'Original',
    before: 'Before',
    after: 'After',
  },
  statistics: { batch: 'Statistics of the batch', running: 'Running statistics', precise: 'Population statistics' },

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
  table: {
    panel: 'Panel',
    values: 'Values',
    percents: ['1st percentile', '25th percentile', 'median', '75th percentile', '99th percentile'],
  },
  reach: (label: string, low: string, high: string) => `${label} from ${low} to ${high}`,
  noneFinite: (label: string) => `${label} has no finite number`,
  nonFinite: (count: string) => `${count} not finite`,
  notPositive: (count: string) => `${count} not above 0, at the lower edge`,

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
