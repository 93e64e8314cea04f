/** English words of the run page and of the charts. */
import type { NormField } from '../../app/api/types.ts';

const field: Record<NormField, string> = {
  batchMean: 'Batch mean',
  batchVariance: 'Batch variance',
  runningMean: 'Running mean',
  runningVariance: 'Running variance',
  gamma: 'Gamma',
  beta: 'Beta',
};

const charts = {
  step: 'Training step',
  table: 'Table',
  copy: 'Copy as CSV',
  copied: 'Copied.',
  copyFailed: 'The clipboard is not available here. Use the CSV button to save a file instead.',
  crosshair: (chart: string) => `${chart}: crosshair. Arrow keys read values, plus and minus zoom, 0 shows all.`,
  noCursor: 'No step chosen',
  at: (step: string, values: string[]) => `Step ${step}: ${values.join(', ')}`,
  atStep: (step: string) => `Step ${step}`,
  latest: 'Latest',
  toggle: (name: string) => `Show or hide ${name}`,
  resetZoom: 'Show all steps',
  reduced: (drawn: string, all: string) => `Drawn: ${drawn} of ${all} points, extremes kept`,
};

const heat = {
  channel: 'Channel',
  cell: (step: string, channel: string, value: string) => `step ${step}, channel ${channel}: ${value}`,
  explore: (name: string) => `${name}: heat map. Arrow keys read cells, Enter chooses the step.`,
  log: ' (logarithmic)',
  neutral: (value: string) => `centred on ${value}`,
  clipped: (count: string) => `${count} beyond the ends (1st to 99th percentile shown)`,
  nonFinite: (count: string) => `${count} not finite`,
  step: 'Recorded step',
  previous: 'Previous record',
  next: 'Next record',
  stepOf: (step: string, last: string) => `${step} of ${last}`,
  following: 'Follows the newest record',
};

export const run = {
  charts,
  heat,
  field,
  loading: 'Loading the run',
  missing: 'This run cannot be shown',
  back: 'Go to the runs',
  inTrash: 'This run is in the trash.',
  restore: 'Restore',
  rename: 'Rename',
  name: 'Name',
  save: 'Save',
  pause: 'Pause',
  resume: 'Resume',
  stop: 'Stop',
  duplicate: 'Duplicate',
  compare: 'Compare with …',
  export: 'Export',
  trash: 'Move to trash',
  keys: (text: string, key: string) => `${text} (${key})`,
  actions: 'Run',
  progress: 'Progress',
  steps: (step: string, steps: string) => `Step ${step} of ${steps}`,
  left: (time: string) => `about ${time} left`,
  trained: (time: string) => `${time} of training`,
  started: (time: string) => `started ${time}`,
  waiting: 'Waiting for a free worker.',

  curves: 'Curves',
  smoothing: 'Smoothing',
  smoothed: (steps: string) => `${steps} steps`,
  noSmoothing: 'none',
  smoothingNote: (steps: string) =>
    `Training is smoothed by an exponential average over ${steps} steps, freed of the bias of its start; the values themselves are behind it.`,
  raw: 'Training values are shown as recorded.',
  logScale: 'Log scale',
  loss: 'Loss',
  accuracy: 'Accuracy',
  lossUnit: {
    'cross-entropy': 'Cross-entropy (nats)',
    'mean-squared-error': 'Mean squared error (target units²)',
  },
  accuracyUnit: 'Accuracy (% of samples)',
  training: 'Training',
  trainingRaw: 'Training, as recorded',
  trainingSmooth: 'Training, smoothed',
  validation: 'Validation',
  validationRunning: 'Validation, running',
  validationBatch: 'Validation, batch',
  gap: 'Train/eval gap',
  gapAccuracyUnit: 'Difference (pp)',
  gapLossUnit: 'Difference',
  gapSeries: 'Batch minus running',
  gapNote:
    'The same weights on the same validation samples, normalized once with the statistics of the evaluated batch and once ' +
    'with the running statistics that a deployed network would use. Away from 0, the running statistics do not describe ' +
    'what the layers see.',
  gapPoints: ' 1 pp is one percentage point.',
  noPoints: 'No values yet.',
  noPointsEnded: 'This run recorded no values.',
  curveSummary: (title: string, parts: string[]) => `${title} over training steps. ${parts.join('. ')}.`,
  curvePart: (name: string, first: string, last: string, step: string) =>
    `${name} goes from ${first} to ${last} at step ${step}`,
  nonFinite: (name: string, step: string) => `${name} is not finite from step ${step}`,
  nonFiniteSign: 'A cross at the upper edge marks steps without a finite value.',

  final: 'Final metrics',
  latest: 'Latest metrics',
  metric: 'Metric',
  noMetrics: 'No metrics yet.',
  splits: { train: 'Training', validation: 'Validation', test: 'Test', best: 'Best validation' } as Record<
    string,
    string
  >,
  measures: { loss: 'loss', accuracy: 'accuracy' } as Record<string, string>,
  statistics: { running: 'Running statistics', batch: 'Batch statistics', precise: 'Precise statistics' },
  value: 'Value',
  metricsNote:
    'Running: averaged during training, what a deployed network uses. Batch: of the evaluated batch itself. Precise: ' +
    'recomputed over the training split after training (algorithm 2 of Ioffe and Szegedy, 2015).',
  otherMetrics: { 'gradient.norm': 'Gradient norm' } as Record<string, string>,

  norm: 'Normalization',
  normFacts: (momentum: string, keras: string, eps: string) =>
    `Momentum ${momentum}: the weight of the new batch in the running statistics. Keras counts the other way round and would say ${keras}. Epsilon ${eps}.`,
  affineFacts:
    'A learned factor and shift for each unit, without standardization: there are no statistics of batches to show.',
  noNorm:
    'This network has no normalization layer, so there are no batch statistics, gamma or beta to map. The percentiles ' +
    'below show what its activations are fed with instead.',
  noFields: 'These layers learn nothing and keep no statistics, so there is nothing to map.',
  noRecords: 'No normalization layer has been recorded yet.',
  fieldChoice: 'Field',
  colorChoice: 'Colours',
  colors: { auto: 'Automatic', diverging: 'Around neutral', sequential: 'In order' },
  sameColors: 'Same colours for all layers',
  layer: (name: string, channels: string) => `${name}, ${channels} channels`,
  shape: (channels: string) => `${channels} channels`,
  heatTitle: (layer: string, field: string) => `${layer}: ${field.toLowerCase()}`,
  heatSummary: (
    layer: string,
    field: string,
    records: string,
    last: string,
    median: string,
    min: string,
    max: string,
  ) =>
    `${field} of each channel of ${layer} over ${records} recorded steps. At step ${last} the median is ${median}, the smallest ${min}, the largest ${max}.`,
  profile: (layer: string, step: string) => `All channels of ${layer} at step ${step}`,
  profileNote:
    'Each strip sorts the channels from the smallest to the largest value. The line across is the neutral value: mean and beta 0, variance and gamma 1.',
  profileTitle: 'Profile',
  profileLayer: 'Layer of the profile',
  profileOf: (field: string, min: string, median: string, max: string) =>
    `${field}, channels in order: from ${min} over ${median} to ${max}`,
  min: 'min',
  median: 'median',
  mean: 'mean',
  max: 'max',

  percentiles: 'Pre-activations',
  percentileTitle: (layer: string) => `Input of ${layer}`,
  percentileUnit: 'Pre-activation',
  p15: '15th',
  p50: 'Median',
  p85: '85th',
  percentileNote:
    'The 15th, 50th and 85th percentile, after figure 1b, c of Ioffe and Szegedy (2015). There: the input of one typical unit of the last hidden layer. Here: ' +
    'all units of the layer pooled, on the training mini-batch of the step.',
  noPercentiles: 'No percentiles have been recorded yet.',

  spec: 'Specification',
  copyJson: 'Copy as JSON',
  facts: 'Where and how it ran',
  factNames: {
    dataset: 'Dataset',
    hash: 'Content hash',
    samples: 'Samples',
    scaling: 'Fitted scaling',
    seed: 'Seed',
    specHash: 'Specification hash',
    groupHash: 'Replicate group',
    parameters: 'Parameters',
    kernels: 'Kernels',
    speed: 'Speed',
    time: 'Training time',
    created: 'Created',
    started: 'Started',
    ended: 'Ended',
    machine: 'Machine',
    versions: 'Versions',
    stored: 'Stored',
    id: 'Run id',
  },
  samplesOf: (train: string, validation: string, test: string) =>
    `${train} training, ${validation} validation, ${test} test`,
  scalingOf: (method: string, zero: number) =>
    zero === 0 ? method : `${method}; ${zero} ${zero === 1 ? 'feature' : 'features'} without variance, centred only`,
  perStep: (time: string) => `${time} a step`,
  machineOf: (cpu: string, cores: number, memory: string, platform: string) =>
    `${cpu}, ${cores} cores, ${memory}, ${platform}`,
  versionsOf: (normscope: string, node: string) => `Normscope ${normscope}, Node ${node}`,
  layers: 'Layers',
  layerColumns: { name: 'Layer', kind: 'Kind', shape: 'Output shape', parameters: 'Parameters' },
  kinds: {
    input: 'Input',
    dense: 'Dense',
    'batch-norm': 'Batch normalization',
    affine: 'Affine',
    activation: 'Activation',
  },
  unknown: 'not known yet',

  notes: 'Notes and tags',
  note: 'Notes',
  notePlaceholder: 'What you expected, what you saw, what to try next.',
  saving: 'Saving …',
  saved: 'Saved',
  unsaved: 'Not saved yet',
  tags: 'Tags',
  addTag: 'Add a tag',
  removeTag: (tag: string) => `Remove the tag ${tag}`,
};
