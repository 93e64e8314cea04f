/**
 * A network that is worse in inference than in training because its running statistics do not describe what its layers
 * see: the same weights and samples, scored with running statistics and with those of the batch.
 */
import { metricOf, withStatistics } from '../../../../engine/metrics.ts';
import { formatMetric } from '../../../view/metrics.ts';
import { initialWeight, normalizerOf } from '../../../../engine/spec/normalized-model.ts';
import { momentumOf } from '../../../../engine/spec/normalizers.ts';
import { formatCount, formatNumber, formatPercent } from '../../../view/numbers.ts';
import { kerasRemark } from '../../../view/spec-values.ts';
import { constantPrediction } from '../constant-prediction.ts';
import type { RunDetail } from '../../../contract/runs.ts';
import { finding, type Evidence, type Examine } from '../evidence.ts';
import { worstLag } from '../running-lag.ts';

/** The least loss of accuracy that is said, and that which makes the run worth little. */
const LOST = { said: 0.05, bad: 0.2 };
/** Standard errors that it must exceed: a small validation split scatters. */
const ERRORS = 3;
/** Where accuracy does not tell: times by which the loss is larger, and the least difference in constant predictions. */
const LOSS = { times: 2, constants: 0.25 };
/** Initial statistics with this weight are still felt. */
const INITIAL = 0.01;
/** In the first steps weights move fast and running statistics trail: that is no trouble of the run. */
const FEWEST_STEPS = 200;

/** One finding at most. */
export const trainEvalGap: Examine = (evidence) => {
  const { run } = evidence;
  if (run.step < FEWEST_STEPS || run.status === 'diverged') return [];
  const measured = accuracyGap(evidence) ?? lossGap(evidence);
  if (measured === null) return [];
  const lag = worstLag(evidence);
  const norm = normalizerOf(run.spec.model);
  const momentum = norm === null ? null : (momentumOf(norm) ?? null);
  const precise = run.summary[withStatistics(metricOf(measured.metric), 'precise')];
  const batchSize = samplesOf(run);
  const initial = norm === null ? 0 : initialWeight(norm, run.step, batchSize);
  // The median distance of a batch mean from the true mean of a normal distribution.
  const scatter = 0.6745 / Math.sqrt(batchSize);
  const numbers = {
    ...{ running: measured.running, batch: measured.batch },
    ...(precise === undefined ? {} : { precise }),
    ...(lag === null ? {} : { z: lag.z, varianceRatio: lag.varianceRatio, scatter }),
    initialWeight: initial,
  };
  const name = metricOf(measured.metric).measure === 'accuracy' ? 'accuracy' : 'loss';
  const show = (value: number): string => formatMetric(measured.metric, value);
  const shift =
    lag === null
      ? ''
      : ` At the end the running means of ${lag.layer} lag by z = ${two(lag.z)} (deviations of the batch, median over channels), where batches of ${formatCount(batchSize)} alone scatter by about ${two(scatter)}; its running variance is ${formatNumber(lag.varianceRatio, 3)} times that of the batch.`;
  const start =
    initial > INITIAL
      ? ` After ${formatCount(run.step)} steps the initial running statistics still weigh ${formatPercent(initial, 2)}.`
      : '';
  const recovered = precise === undefined ? '' : ` With population statistics it is ${show(precise)}.`;
  return [
    finding({
      ...{ kind: 'train-eval-gap', severity: measured.severity, layer: lag?.layer ?? null, numbers, figure: 'norm' },
      text: `The validation ${name} is ${show(measured.running)} with the running statistics that a deployed network uses, and ${show(measured.batch)} with those of the batch.${recovered}${shift}${start}`,
      remedy:
        momentum !== null && initial > INITIAL
          ? `Raise the momentum of normalization above ${momentum} (${kerasRemark(momentum)}), train longer, or recompute the statistics (precise statistics).`
          : recovers(measured, precise)
            ? 'Recompute the statistics over training batches before deploying (precise statistics), raise the momentum, and center the inputs so that means stop moving.'
            : 'Population statistics are no remedy here: the batches are too small or no fair draw from the data; use larger, shuffled batches or a normalization over the sample.',
    }),
  ];
};

/** True where statistics of the population win back at least half of what is lost, or nothing is known of them. */
const recovers = ({ running, batch }: Measured, precise: number | undefined): boolean =>
  precise === undefined || Math.abs(precise - running) >= Math.abs(batch - running) / 2;

/** Samples whose statistics are taken together. */
const samplesOf = ({ spec: { training }, samples }: RunDetail): number =>
  training.batching.type === 'full' ? (samples?.train ?? training.batchSize) : training.batchSize;

const two = (value: number): string => formatNumber(value, 2);

interface Measured {
  metric: string;
  running: number;
  batch: number;
  severity: 'bad' | 'warn';
}

function accuracyGap({ run }: Evidence): Measured | null {
  const metric = 'validation.accuracy';
  const running = run.summary[metric];
  const batch = run.summary[withStatistics(metricOf(metric), 'batch')];
  if (running === undefined || batch === undefined) return null;
  const samples = run.samples?.validation ?? 1;
  const error = Math.sqrt((running * (1 - running) + batch * (1 - batch)) / samples);
  const lost = batch - running;
  if (!(lost >= LOST.said && lost >= ERRORS * error)) return null;
  return { metric, running, batch, severity: lost >= LOST.bad ? 'bad' : 'warn' };
}

function lossGap(evidence: Evidence): Measured | null {
  const metric = 'validation.loss';
  const running = evidence.run.summary[metric];
  const batch = evidence.run.summary[withStatistics(metricOf(metric), 'batch')];
  const constant = constantPrediction(evidence);
  if (running === undefined || batch === undefined || constant === null) return null;
  if (running <= LOSS.times * batch || running - batch <= LOSS.constants * constant) return null;
  return { metric, running, batch, severity: 'warn' };
}
