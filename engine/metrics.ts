/**
 * The numbers that a run records, by name, as data: series, the metrics of its summary, numbers of probes. Whoever has to
 * know what a number is asks {@link metricOf}; nothing looks for patterns in names. Not how they are computed (train.ts), nor
 * what they are called for people (app/view/metrics.ts).
 */
import type { Moment, ProbeType } from './spec/schema.ts';
import type { EVALUATION_STATISTICS } from './spec/schema/training.ts';

export type Split = 'train' | 'validation' | 'test';
/** Which statistics normalization layers used in an evaluation. */
export type Statistics = (typeof EVALUATION_STATISTICS)[number];

/** What is measured. */
interface MeasureFacts {
  /** Which way is better; null where that is not known. */
  better: 'higher' | 'lower' | null;
  /** `share`: of 1; `count`: a whole number; null: a plain number. */
  unit: 'share' | 'count' | null;
  /** No value is below or above; infinite where there is no bound. */
  least: number;
  most: number;
  /** Exists only where samples have classes. */
  classes: boolean;
}

const plain: MeasureFacts = { better: null, unit: null, least: -Infinity, most: Infinity, classes: false };
export const MEASURES = {
  accuracy: { better: 'higher', unit: 'share', least: 0, most: 1, classes: true },
  loss: { ...plain, better: 'lower', least: 0 },
  'gradient-norm': { ...plain, least: 0 },
  'learning-rate': { ...plain, least: 0 },
  /** Batches whose statistics were not finite, and so no part of the running ones. */
  'skipped-batches': { ...plain, better: 'lower', unit: 'count', least: 0 },
  /** A percentile of what enters an activation. */
  'pre-activation': plain,
} as const satisfies Record<string, MeasureFacts>;
export type Measure = keyof typeof MEASURES;
/** How well a network does: what evaluations and probes of them give. */
export type ScoreMeasure = 'accuracy' | 'loss';

/** One number that runs record. */
export interface Metric extends MeasureFacts {
  name: string;
  /** Null for a name that is not known, e.g. of another version, and for numbers of probes that are no scores. */
  measure: Measure | null;
  /** The part of the data that it is of; null where it is of none. */
  split: Split | null;
  /** Null where nothing was evaluated: in training, batches normalize themselves. */
  statistics: Statistics | null;
  /** The best of all evaluations so far, not the last. */
  best: boolean;
  /** How often it is recorded as a series; null where it stands in the summary alone. */
  recorded: 'step' | 'evaluation' | null;
  /** It has a place in the summary of a run: while that trains, with its latest value. */
  summary: boolean;
  /** Of one layer's pre-activations: which layer, and which percentile. */
  percentile: { layer: string; percent: number } | null;
  /** Of a probe: which of its numbers. */
  probe: ProbeMetric | null;
}

const UNKNOWN: Omit<Metric, 'name'> = {
  ...{ ...plain, measure: null, split: null, statistics: null, best: false, recorded: null, summary: false },
  ...{ percentile: null, probe: null },
};

type Rest = Partial<Omit<Metric, 'name' | 'measure'>>;
const metric = (name: string, measure: Measure, rest: Rest): Metric => ({
  ...{ ...UNKNOWN, ...MEASURES[measure], summary: true, ...rest, name, measure },
});

interface ScoreParts {
  split: Split;
  measure: ScoreMeasure;
  /** Those of training batches have no name of their own. */
  statistics?: Statistics | null;
  best?: boolean;
}

/** The name of a score: `validation.accuracy`, `test.loss.precise`, `best.validation.accuracy.batch`. */
export const scoreName = ({ split, measure, statistics = 'running', best = false }: ScoreParts): string =>
  `${best ? 'best.' : ''}${split}.${measure}${statistics === null || statistics === 'running' ? '' : `.${statistics}`}`;

const score = (parts: ScoreParts, recorded: Metric['recorded']): Metric =>
  metric(scoreName(parts), parts.measure, { statistics: 'running', ...parts, recorded });

const SCORES: readonly ScoreMeasure[] = ['accuracy', 'loss'];
/** A deployed network first. */
const STATISTICS: readonly Statistics[] = ['running', 'precise', 'batch'];
const validation = (measure: ScoreMeasure): Metric[] => {
  const each = (best: boolean): Metric[] =>
    STATISTICS.map((statistics) =>
      score({ split: 'validation', measure, statistics, best }, best ? null : 'evaluation'),
    );
  const [running, ...others] = each(false);
  return [running!, ...each(true), ...others];
};

/** Every metric, in the order in which they are read: what decides a comparison comes first. */
export const METRICS: readonly Metric[] = [
  ...SCORES.flatMap(validation),
  ...SCORES.flatMap((measure) => STATISTICS.map((statistics) => score({ split: 'test', measure, statistics }, null))),
  ...SCORES.map((measure) => score({ split: 'train', measure, statistics: null }, 'step')),
  metric('gradient.norm', 'gradient-norm', { split: 'train', recorded: 'step' }),
  metric('learning.rate', 'learning-rate', { recorded: 'step' }),
  metric('norm.skipped.batches', 'skipped-batches', {}),
];

const BY_NAME = new Map(METRICS.map((one, place) => [one.name, { one, place }]));

/** Everything that is known of a metric by its name; of a name that is not known, only that. */
export const metricOf = (name: string): Metric =>
  BY_NAME.get(name)?.one ?? ofPreactivation(name) ?? ofProbe(name) ?? { ...UNKNOWN, name };

/** For sorting: the order of {@link METRICS}, names that are not among them last. */
export const compareMetricNames = (a: string, b: string): number =>
  (BY_NAME.get(a)?.place ?? METRICS.length) - (BY_NAME.get(b)?.place ?? METRICS.length);

/** The metric that is the same but for the statistics of the evaluation. */
export const withStatistics = ({ split, measure, best }: Metric, statistics: Statistics): string => {
  if (split === null || (measure !== 'accuracy' && measure !== 'loss'))
    throw new RangeError(`${split}.${measure} is no score`);
  return scoreName({ split, measure, statistics, best });
};

/**
 * What decides first how well a run does, most telling first. Without accuracies it is regression; some runs are evaluated
 * with the statistics of the batch alone.
 */
export const DECISIVE: readonly string[] = SCORES.flatMap((measure) =>
  (['running', 'batch'] as const).map((statistics) => scoreName({ split: 'validation', measure, statistics })),
);

/** The curves that every run has: scores of training batches and of the validation split, as a deployed network does. */
export const CURVES: readonly string[] = METRICS.flatMap(({ name, measure, recorded, statistics }) =>
  recorded !== null && SCORES.some((one) => one === measure) && (statistics === null || statistics === 'running')
    ? [name]
    : [],
);

/** The percentiles of pre-activations: those of figure 1b,c of Ioffe and Szegedy (2015). */
export const PREACTIVATION_PERCENTS = [15, 50, 85] as const;

const PREACTIVATION = 'preactivation';

/** The series of a percentile of what enters an activation: `preactivation/<layer>/p50`. */
export const preactivationName = (layer: string, percent: (typeof PREACTIVATION_PERCENTS)[number]): string =>
  `${PREACTIVATION}/${layer}/p${percent}`;

function ofPreactivation(name: string): Metric | null {
  const [family, ...rest] = name.split('/');
  const last = rest.pop();
  const percent = PREACTIVATION_PERCENTS.find((one) => last === `p${one}`);
  if (family !== PREACTIVATION || percent === undefined || rest.length === 0) return null;
  const percentile = { layer: rest.join('/'), percent };
  return metric(name, 'pre-activation', { split: 'train', recorded: 'step', summary: false, percentile });
}

/** What all names of numbers of probes begin with. */
export const PROBE_PREFIX = 'probe.';

/** A number of a probe, so that it can stand beside other metrics. */
export interface ProbeMetric {
  /** `<type>.<number>`, the number as the record has it: `hessian.batch/lambda1`, `gradients.dense1.weight/update ratio`. */
  name: string;
  /** Null where none is given. */
  moment: Moment | null;
}

/** The name of a number of a probe, its last record. */
export const probeMetricName = (type: ProbeType, number: string): string => `${PROBE_PREFIX}${type}.${number}`;

/** Takes `probe.<type>.<number>[@<step|end>]` apart; null where a name is none of a probe. */
export function parseProbeMetric(name: string): ProbeMetric | null {
  if (!name.startsWith(PROBE_PREFIX)) return null;
  const rest = name.slice(PROBE_PREFIX.length);
  const [, number, moment] = /^(.+)@(\d+|end)$/.exec(rest) ?? [];
  if (number === undefined || moment === undefined) return { name: rest, moment: null };
  return { name: number, moment: moment === 'end' ? 'end' : Number(moment) };
}

/** A number of a probe ends in its quantity, `running/accuracy`; scores are what they are elsewhere. */
function ofProbe(name: string): Metric | null {
  const probe = parseProbeMetric(name);
  if (probe === null) return null;
  const quantity = probe.name.slice(probe.name.lastIndexOf('/') + 1);
  const measure = SCORES.find((one) => one === quantity);
  return measure === undefined ? { ...UNKNOWN, name, probe } : metric(name, measure, { summary: false, probe });
}
