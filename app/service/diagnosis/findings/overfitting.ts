/** The training loss goes on falling while the validation loss rises. */
import { scoreName, type ScoreMeasure } from '../../../../engine/metrics.ts';
import { formatCount, formatNumber, formatPercent, formatShare } from '../../../view/numbers.ts';
import type { SeriesPoints } from '../../../contract/series.ts';
import { finding, type Evidence, type Examine } from '../evidence.ts';
import { blocksOf, meanOf } from '../trend.ts';

/** Evaluations that are averaged, and the fewest that show a course. */
const TOGETHER = 3;
const FEWEST_EVALUATIONS = 10;
/** Times by which the validation loss exceeds its lowest, and the training loss falls below what it was then. */
const RISE = 1.15;
const FALL = 0.8;

/** One finding at most. */
export const overfitting: Examine = (evidence) => {
  const { run, series } = evidence;
  if (run.status === 'diverged') return [];
  const validation = followed(evidence, 'loss');
  const means = runningMeans(validation);
  const blocks = blocksOf(series('train.loss'));
  if (validation.values.length < FEWEST_EVALUATIONS || blocks.length < 5) return [];
  const best = means.reduce((a, b) => (b.mean < a.mean ? b : a));
  const last = means.at(-1)!;
  const then = blocks.find(({ lastStep }) => lastStep >= best.step) ?? blocks[0]!;
  const now = blocks.at(-1)!;
  if (!(last.mean > RISE * best.mean && now.mean < FALL * then.mean)) return [];
  const accuracy = runningMeans(followed(evidence, 'accuracy'));
  const before = accuracy.find(({ step }) => step === best.step)?.mean;
  const after = accuracy.at(-1)?.mean;
  const accuracies = before === undefined || after === undefined ? {} : { bestAccuracy: before, lastAccuracy: after };
  const outcome =
    before === undefined || after === undefined
      ? ''
      : ` The validation accuracy goes from ${formatShare(before)} to ${formatShare(after)}.`;
  return [
    finding({
      ...{ kind: 'overfitting', severity: 'warn', step: best.step, figure: 'curves' },
      numbers: {
        ...{ bestLoss: best.mean, lastLoss: last.mean, rise: last.mean / best.mean - 1 },
        ...{ trainingThen: then.mean, trainingNow: now.mean, ...accuracies },
        trainingSamples: run.samples?.train ?? NaN,
      },
      text:
        `The validation loss rises since step ${formatCount(best.step)}, from ${formatNumber(best.mean)} to ${formatNumber(last.mean)} (by ${formatPercent(last.mean / best.mean - 1, 2)}), ` +
        `while the training loss falls from ${formatNumber(then.mean)} to ${formatNumber(now.mean)}: the network learns its ${formatCount(run.samples?.train ?? NaN)} training samples by heart.${outcome}`,
      remedy: `Stop around step ${formatCount(best.step)} (early stop), use more training samples, a smaller network, dropout or weight decay.`,
    }),
  ];
};

/** With batch statistics where they were evaluated, so that running statistics that lag are not taken for overfitting. */
function followed({ series }: Evidence, measure: ScoreMeasure): SeriesPoints {
  const batch = series(scoreName({ split: 'validation', measure, statistics: 'batch' }));
  return batch.values.length > 0 ? batch : series(scoreName({ split: 'validation', measure }));
}

/** Means of three consecutive evaluations, each at the step of the middle one. */
const runningMeans = ({ steps, values }: SeriesPoints): { step: number; mean: number }[] =>
  Array.from({ length: Math.max(0, values.length - TOGETHER + 1) }, (_, i) => ({
    step: steps[i + 1]!,
    mean: meanOf(values.subarray(i, i + TOGETHER)),
  }));
