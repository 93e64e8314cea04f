/** English words of the pages of studies: the list, one study, and the editor. */
import type { StudyAction, Standing } from '../pages/studies/study-status.ts';
import type { MeasureSpec, ReductionSpec } from '../../engine/spec/schema/study.ts';

const runs = (count: number): string => (count === 1 ? '1 run' : `${count} runs`);
const seeds = (count: number): string => (count === 1 ? '1 seed' : `${count} seeds`);

const standings: Record<Standing, string> = {
  new: 'Not started',
  running: 'Running',
  paused: 'Paused',
  stopped: 'Stopped',
  partial: 'Begun',
  done: 'Done',
};

export const studies = {
  title: 'Studies',
  new: 'New study',
  own: 'Your studies',
  ownEmpty:
    'A study asks a question of several runs: what is varied, over which seeds, and what must hold. Set one up, make one ' +
    'of selected runs, or start one from the gallery below.',
  gallery: 'Gallery of claims',
  galleryHelp:
    'What papers and people say about normalization, and where it ends, as studies to run, change and argue with. The ' +
    'quick size takes minutes, the full one longer.',
  columns: { title: 'Study', status: 'Status', verdict: 'Verdict', cost: 'Runs, time left', created: 'Created' },
  noCriterion: 'no criterion',
  standings,
  runs,
  cost: (count: number, time: string) => (time === '' ? runs(count) : `${runs(count)}, ${time}`),
  runsDone: (done: number, all: number) => `${done} of ${all}`,
  progressOf: (title: string) => `Runs that have ended of ${title}`,
  sizes: { quick: 'Quick', full: 'Full' },
  open: 'Open',
};

const actions: Record<StudyAction, string> = {
  start: 'Start',
  continue: 'Continue',
  resume: 'Resume',
  pause: 'Pause',
  stop: 'Stop',
  'more-seeds': 'More seeds',
};

export const study = {
  notFound: 'Study not found',
  toStudies: 'Go to the studies',
  actions,
  compare: 'Compare runs',
  editCopy: 'Edit a copy',
  report: 'Report',
  question: 'Question',
  background: 'Background',
  sources: 'Sources',
  next: 'What to try next',
  noTexts: 'This study has no question or background yet.',
  verdict: 'Verdict',
  soFar: 'so far',
  provisional: 'Runs are still missing: the verdict may change until all of them have ended.',
  outcomes: { supported: 'Supported', 'not-supported': 'Not supported', undecided: 'Undecided' },
  problems: 'Some numbers are not there',
  prediction: {
    title: 'What do you expect?',
    hint: 'Which arm will be best, and by how much?',
    help: 'Say it before the first run ends; it is kept beside the result.',
    save: 'Keep my prediction',
    saved: 'Kept',
    none: 'Nothing was predicted before the first result.',
    said: 'You expected:',
  },
  cost: {
    title: 'What it takes',
    runs: 'Runs',
    existing: 'There already',
    existingHelp: 'Equal runs are used again, not repeated.',
    time: 'Time left',
    perRun: (time: string) => `${time} a run`,
    disk: 'Disk',
  },
  progress: {
    title: 'Progress by arm',
    diverged: (count: number) => `${count} diverged`,
    broken: (count: number) => `${count} failed or stopped`,
  },
  moreSeeds: {
    title: 'More seeds',
    count: 'Seeds altogether',
    help: (have: number) => `The study has ${seeds(have)}. Runs that are there are kept; only new seeds are run.`,
    bad: (have: number) => `Give a whole number from ${have + 1} to 1000.`,
    run: 'Run them',
  },
  experiment: 'Experiment',
  base: 'Base',
  ownBase: 'a specification of its own',
  defaults: 'the defaults',
  setting: (title: string, value: string) => `${title} ${value}`,
  remove: 'Delete',
  removed: (title: string) => `“${title}” deleted; its runs are kept.`,
  runsOf: (count: number) => `All ${runs(count)}`,
  cell: 'Levels',
  notYet: 'Not there yet',
  table: {
    title: 'Results',
    measure: 'Measure',
    caption: (name: string, unit: string, better: string) => `${name}${unit === '' ? '' : ` (${unit})`}; ${better}.`,
    arm: 'Arm',
    baseline: 'baseline',
    diverged: 'Diverged',
    median: 'Median',
    mean: 'Mean, 95 % interval',
    difference: (baseline: string) => `Difference from ${baseline}`,
    p: 'p, adjusted',
    level: 'Chosen level',
    interval: (low: string, high: string) => `${low} to ${high}`,
    inWords: 'Comparisons in words',
    notSignificant: 'n.s.',
    noP: 'too few seeds',
    better: 'better',
    edge: 'edge of the grid',
    edgeHelp: (factor: string) =>
      `The best ${factor} is at the edge of its grid: a better one may lie beyond. Widen it.`,
    method:
      'Differences are paired by seed where both arms have the same seeds, otherwise by Welch; p is adjusted for the ' +
      'number of comparisons (Holm). * below 0.05, ** below 0.01, *** below 0.001. N counts every seed; means leave out ' +
      'runs without a finite value, medians count them as the worst. An arm is called better only where both were tuned alike.',
  },
  figures: {
    title: 'Figures',
    curves: 'Curves, mean over seeds',
    curvesNote:
      'Bold: mean over seeds; band: its 95 % interval; thin: single seeds. A seed that diverged is left out from there on. ' +
      'Tuned arms are shown at the level that they chose.',
    firstArms: (shown: number, all: number) => `The first ${shown} of ${all} arms are drawn.`,
    curveColumns: ['Arm', 'Step', 'Mean', 'Low', 'High', 'Seeds'],
    curveEnd: (arm: string, value: string, n: number) => `${arm}: ${value} at the end, ${seeds(n)}`,
    which: 'Curve',
    noCurves: 'None of these runs recorded this curve.',
    effects: (measure: string) => `Main effects on ${measure}`,
    effectsNote:
      'The mean at each level over all levels of the other factors and all seeds, with its 95 % interval. Red: runs without ' +
      'a finite value, which no mean contains.',
    effectColumns: ['Factor', 'Level', 'N', 'Finite', 'Mean', 'Low', 'High'],
    effect: (factor: string, level: string, mean: string) => `${factor} ${level}: ${mean}`,
    noNumbers: 'No run has given a number yet.',
    heat: (measure: string, first: string, second: string) => `${measure}: ${first} × ${second}`,
    heatNote: 'Means over seeds and all other factors; lighter is larger.',
    rows: 'Rows',
    columns: 'Columns',
    lost: (lost: number, of: number) => `${lost} of ${of} not finite`,
    parallel: 'All runs, parallel coordinates',
    parallelNote:
      'Drag along an axis to keep the runs that pass there; a click takes it back. By keyboard: arrow keys move the choice, ' +
      'with Shift its upper end, Escape takes it back. Red runs have no finite value.',
    parallelSummary: (kept: number, all: number) => `${kept} of ${runs(all)} chosen`,
    kept: (kept: number, all: number) => (kept === all ? runs(all) : `${kept} of ${runs(all)}`),
    clearBrushes: 'Clear',
    compareKept: 'Compare these',
    axis: (title: string) => `Axis ${title}`,
    notBrushed: 'everything',
    brushed: (labels: string) => `chosen: ${labels}`,
  },
};

type SummaryType = MeasureSpec['value']['summary']['type'];
const summaries: Record<SummaryType, string> = {
  last: 'Last value',
  best: 'Best value',
  'mean-of-last': 'Mean of the last values',
  'at-best-validation': 'At the best validation loss',
  at: 'At a step',
  'steps-to': 'Steps to reach a level',
  area: 'Area under the curve',
  median: 'Median over the run',
};
const uses: Record<ReductionSpec['type'] | 'arms', string> = {
  arms: 'Each level is an arm',
  best: 'Tuning: each arm at its own best',
  worst: 'Worst level counts',
  spread: 'Spread over the levels',
  'largest-reaching': 'Largest level that reaches',
  'decades-reaching': 'Decades that reach',
};
const splits: Record<string, string> = { validation: 'Validation', train: 'Training', test: 'Test' };
const statistics: Record<string, string> = { batch: 'batch statistics', precise: 'population statistics' };

/** "Validation accuracy, batch statistics" for `validation.accuracy.batch`; other names stay as they are. */
function nameOfSource(source: string): string {
  const [, best = '', split = '', what = '', with_ = ''] =
    /^(best\.)?(validation|train|test)\.(accuracy|loss)(?:\.(batch|precise))?$/.exec(source) ?? [];
  if (source === 'gradient.norm') return 'Gradient norm';
  if (split === '') return source;
  const name = `${splits[split]} ${what}${with_ === '' ? '' : `, ${statistics[with_]}`}`;
  return best === '' ? name : `Best ${name.toLowerCase()}`;
}

export const studyEditor = {
  title: 'New study',
  save: 'Create study',
  saving: 'Creating',
  clear: 'Clear',
  aside: 'What the study amounts to',
  studyTitle: 'Title',
  titleHelp: (name: string) => `On the command line: ${name}`,
  copyTitle: (title: string) => `${title} (copy)`.slice(0, 200),
  titleOfRuns: (factors: string) => `Effect of ${factors}`.slice(0, 200),
  question: 'Question',
  seedsHelp: 'Every arm is run with each. Write 1, 2, 5 or 1-5.',
  base: 'Base',
  startFrom: 'What all runs share',
  presets: 'Presets',
  runs: 'Runs',
  baseOf: (title: string) => `Base of ${title}`,
  baseFacts: (dataset: string, steps: string) => `Dataset ${dataset}, ${steps}.`,
  changeBase: 'Change a setting',
  factors: 'Factors',
  factorsHelp: 'What is varied: every level of one with every level of the others.',
  addFactor: 'Add a factor',
  factor: (name: string) => `Factor ${name}`,
  factorName: 'Name',
  factorType: 'Levels',
  factorTypes: { values: 'Values', levels: 'Named levels', random: 'Random draws' },
  removeFactor: (name: string) => `Remove the factor ${name}`,
  pickField: 'Pick a field',
  searchFields: 'Search fields',
  searchFieldsHint: 'learning rate, momentum, width ...',
  fieldsFound: (count: number) => (count === 1 ? '1 field' : `${count} fields`),
  fields: 'Fields',
  notInBase: 'not part of the base',
  choose: 'Choose',
  valuesOf: (title: string) => `Values of ${title}`,
  valueOf: (title: string, number: number) => `${title}, value ${number}`,
  commas: 'Separate values with commas.',
  commasUnit: (unit: string) => `Separate values with commas; in ${unit}.`,
  addValue: 'Add a value',
  removeValue: (number: number) => `Remove value ${number}`,
  levelLabel: (number: number) => `Name of level ${number}`,
  levelHint: 'Name of the level',
  addLevel: 'Add a level',
  removeLevel: (number: number) => `Remove level ${number}`,
  addSetting: 'Set a field',
  settingOf: (field: string, level: string) => `${field} of ${level}`,
  removeSetting: (field: string) => `Remove ${field}`,
  nothingSet: 'Changes nothing.',
  random: {
    from: 'From',
    to: 'To',
    draws: 'Draws',
    seed: 'Seed of the draws',
    distribution: 'Spread',
    logUniform: 'Evenly in the logarithm',
    uniform: 'Evenly',
  },
  use: 'Used as',
  useOf: (factor: string) => `How ${factor} is used`,
  uses,
  level: 'Level',
  measure: 'Measure',
  defaultMeasure: 'Validation accuracy',
  source: 'What is measured',
  sources: { series: 'Curves', summary: 'Final numbers', probes: 'Probes', other: 'Another number ...' },
  sourceName: 'Name of the number',
  sourceHint: 'probe.activations.layer3.rank@end',
  nameOfSource,
  summary: 'How it becomes one number',
  summaries,
  parameters: { step: 'Step', level: 'Level', count: 'Values' },
  better: 'Better',
  higher: 'higher is better',
  lower: 'lower is better',
  measureName: 'Name in tables',
  relative: (how: 'minus' | 'over', other: string) => `${how === 'minus' ? 'Minus' : 'Divided by'} ${other}.`,
  removeRelative: 'Take it alone',
  alsoMeasured: (name: string) => `Also measured: ${name}.`,
  removeMeasure: 'Remove',
  answer: 'Answer',
  baseline: 'Baseline',
  noBaseline: 'None',
  baselineHelp: 'The arm that the others are held against.',
  criterion: {
    use: 'Decide a claim',
    type: 'Claim',
    types: {
      difference: 'Difference of two arms',
      ratio: 'Ratio of two arms',
      equivalence: 'Two arms are equivalent',
      value: 'Value of one arm',
    },
    arm: 'Arm',
    baseline: 'Compared with',
    relation: 'Must be',
    atLeast: 'at least',
    atMost: 'at most',
    threshold: 'Threshold',
    margin: 'Margin',
    minimumSeeds: 'Least number of seeds',
    statistic: 'Held against',
    statistics: { mean: 'the mean', median: 'the median', 'every-seed': 'every seed' },
    combined: 'Combines several claims; it is kept as it is.',
  },
  noPreview: 'Shown once the study has a title and valid fields.',
  arms: (count: number) => (count === 1 ? '1 arm' : `${count} arms`),
  moreArms: (count: number) => `and ${count} more`,
};
