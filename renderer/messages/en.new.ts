/** English words of the page on which a run is set up. Titles and help of the fields come with the schema instead. */
import type { Activation } from '../../engine/spec/schema.ts';

const activations: Record<Activation, string> = {
  sigmoid: 'Logistic sigmoid',
  tanh: 'Tanh',
  'scaled-tanh': 'Scaled tanh, 1.7159 tanh(2x/3)',
  relu: 'ReLU',
  identity: 'Identity',
};

export const newRun = {
  title: 'New run',
  sections: {
    data: 'Data',
    model: 'Model',
    normalization: 'Normalization',
    optimizer: 'Optimizer',
    training: 'Training',
    recording: 'Recording',
  },
  name: 'Name',
  nameHelp: 'How the run is listed.',
  seeds: 'Seeds',
  seedsHelp: 'One run for each. Write 1, 2, 5 or 1-5.',
  seedsBad: (text: string) => `“${text}” is not a seed: use whole numbers from 0 to 4294967295, or ranges such as 1-5`,
  seedsNone: 'give at least one seed',
  seedsMany: (count: number, most: number) => `these are ${count} seeds; start at most ${most} at once`,
  preset: 'Start from',
  presetDuplicate: (name: string) => `Copy of ${name}`,
  blank: 'Defaults',
  theDefaults: 'the defaults',
  copyName: (name: string) => `${name} (copy)`,
  was: (value: string) => `was ${value}`,
  putBack: (value: string) => `Put back ${value}`,
  resetAll: 'Reset all',
  changed: (count: number, of: string) =>
    count === 0 ? `No changes from ${of}` : `${count === 1 ? '1 change' : `${count} changes`} from ${of}`,
  keras: (value: string) => `Keras and TensorFlow call this momentum ${value}.`,
  hiddenHelp: 'Separate layers with commas.',
  choices: {
    activation: activations,
    loss: { 'cross-entropy': 'Cross-entropy', 'mean-squared-error': 'Mean squared error' },
    placement: { 'before-activation': 'Before the activation', 'after-activation': 'After the activation' },
    per: { feature: 'For each feature', all: 'Over all features' },
    statistics: { running: 'Running', batch: 'Batch' },
  } as Record<string, Record<string, string>>,
  start: 'Start run',
  startMany: (count: number) => `Start ${count} runs`,
  starting: 'Starting',
  problems: (count: number) => (count === 1 ? '1 field needs attention' : `${count} fields need attention`),
  goToProblem: 'Go to the first',
  started: (count: number) => `${count} runs started.`,
  datasetsFailed: 'The datasets could not be listed.',
  datasetUnknown: (name: string) => `${name} (not available)`,
  notFound: 'The run to copy was not found; the form shows the defaults.',
};

export const preview = {
  label: 'What will be run',
  network: 'Network',
  networkCaption: 'Layers of the network, from the input to the output',
  layer: 'Layer',
  shape: 'Shape',
  parameters: 'Parameters',
  total: 'Total',
  input: 'Input',
  kinds: {
    input: 'Input',
    dense: 'Dense',
    'batch-norm': 'Batch norm',
    affine: 'Affine',
    activation: 'Activation',
  } as Record<string, string>,
  stale: 'Shown for the settings as they last were valid.',
  unavailable: 'Shown once the dataset is known and the fields beside it are valid.',
  time: 'Time',
  disk: 'Disk',
  perRun: (count: number) => `for ${count} runs, one after another`,
};

export const curve = {
  title: 'Inputs and activation',
  value: 'Input x',
  output: 'f(x)',
  outputAxis: 'Output f(x)',
  secondAxis: 'f″(x)',
  before: 'Inputs as stored',
  after: 'Inputs after scaling',
  both: 'Inputs, not scaled',
  extrema: 'Largest |f″|',
  kink: 'kink at 0',
  share: 'Inputs per bin (root scale)',
  beyond: (share: string) => `${share} of the scaled inputs lie outside the drawn range.`,
  beforeBeyond: (low: string, high: string) => `As stored, inputs run from ${low} to ${high}, beyond the drawn range.`,
  summary: (name: string, extrema: string, inputs: string) => `${name}. ${extrema} ${inputs}`,
  pair: (low: string, high: string) => `${low} and ${high}`,
  extremaAt: (x: string, outputs: string) => `|f″| is largest at x = ±${x}, where the outputs are ${outputs}.`,
  extremaRelu: 'f″ is 0 everywhere but at the kink at 0, where it does not exist.',
  extremaIdentity: 'f″ is 0 everywhere.',
  inputRule: 'Input rule',
  inputRuleSource: 'LeCun et al. 1998, section 4.3',
  inputRuleText: 'Mean near 0, similar variances near 1, uncorrelated where possible.',
  targetRule: 'Target rule',
  targetRuleSource: 'same paper, section 4.5',
  targetRuleText: (outputs: string) =>
    `Where the output units have this activation, set their targets where |f″| is largest, at ${outputs}: a rule for ` +
    'targets, not for inputs.',
  targetRuleNone: 'Targets where |f″| of the output units is largest. This activation has no such point.',
  yours: (mean: string, deviation: string) => `Here: mean ${mean}, deviation ${deviation}.`,
  reluNote:
    'Batch normalization before a rectifier centres pre-activations on the kink: of normally distributed ones, the ' +
    'share Φ(β/γ) is positive, one half at the start.',
  zeroVariance: (count: number) =>
    count === 1
      ? '1 feature never varies; it is centred only.'
      : `${count} features never vary; they are centred only.`,
  tableHead: ['From', 'To', 'Inputs'],
  failed: 'The inputs could not be measured.',
};
