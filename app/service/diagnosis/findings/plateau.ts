/** A run that learned something and then stood still, far from done. */
import { formatCount, formatNumber } from '../../../view/numbers.ts';
import { constantPrediction } from '../constant-prediction.ts';
import { finding, type Examine } from '../evidence.ts';
import { blocksOf, FEWEST_STEPS, lowest } from '../trend.ts';

/** Between these parts of the constant prediction: below, a run may well be done; above, it is stuck (stuck.ts). */
const LEVEL = { from: 0.5, to: 0.95 };
/** Part of the run without a gain, and what counts as one. */
const WITHOUT_GAIN = 0.4;
const GAIN = 0.98;

/** One finding at most; classification only, whose constant prediction is known. */
export const plateau: Examine = (evidence) => {
  const { run, series } = evidence;
  const points = series('train.loss');
  const classes = run.series.some(({ name }) => name === 'train.accuracy');
  const constant = constantPrediction(evidence);
  if (!classes || run.status === 'diverged' || constant === null || points.values.length < FEWEST_STEPS) return [];
  const blocks = blocksOf(points);
  const low = lowest(blocks);
  // The first block from which on no other is better by more than the gain.
  const since = blocks.find(({ mean }) => GAIN * mean <= low.mean)!;
  const length = run.step - since.lastStep;
  if (low.mean < LEVEL.from * constant || low.mean > LEVEL.to * constant) return [];
  if (length < WITHOUT_GAIN * points.values.length) return [];
  return [
    finding({
      ...{ kind: 'plateau', severity: 'note', step: since.lastStep, figure: 'curves' },
      numbers: { level: low.mean, constantLoss: constant, length, learningRate: run.spec.optimizer.learningRate },
      text:
        `The training loss has stood at ${formatNumber(low.mean)} since step ${formatCount(since.lastStep)}, for ${formatCount(length)} steps; ` +
        `a prediction that ignores the inputs has ${formatNumber(constant)}.`,
      remedy: 'Lower the learning rate with a schedule, or use a larger network; the data may allow no better.',
    }),
  ];
};
