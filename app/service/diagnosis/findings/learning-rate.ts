/** Steps that are too long: the training loss rises, or keeps jumping back above that of a constant prediction. */
import { formatCount, formatNumber } from '../../../view/numbers.ts';
import { constantPrediction } from '../constant-prediction.ts';
import { finding, type Examine } from '../evidence.ts';
import { blockLength, blocksOf, lowest, medianUpTo } from '../trend.ts';

/** A network that is this many times worse than one that looks at nothing is thrown about by its updates. */
const ABOVE_CONSTANT = 1.5;
/** How much a loss must exceed what it was before. */
const RISE = 1.2;
/** The loss has come back when it is twice its lowest, and at least half that of a constant prediction. */
const COMEBACK = 2;
/** Share of the later steps, and their number, that must exceed the constant prediction. */
const SPIKES = { share: 0.01, count: 5 };

/** One finding at most; nothing of runs that diverged, or of fewer than five blocks of steps. */
export const learningRateTooHigh: Examine = (evidence) => {
  const { run, series } = evidence;
  const points = series('train.loss');
  const constant = constantPrediction(evidence);
  const blocks = blocksOf(points);
  if (run.status === 'diverged' || constant === null || blocks.length < 5) return [];
  const first = points.values[0]!;
  const last = blocks.at(-1)!;
  const low = lowest(blocks);
  const length = blockLength(points.values.length);
  const gradients = series('gradient.norm');
  const numbers = {
    firstLoss: first,
    lastLoss: last.mean,
    lowestLoss: low.mean,
    constantLoss: constant,
    learningRate: run.spec.optimizer.learningRate,
    firstGradientNorm: medianUpTo(gradients, blocks[0]!.lastStep, length),
    lastGradientNorm: medianUpTo(gradients, last.lastStep, length),
  };
  const seen = ((): string | null => {
    if (last.mean > ABOVE_CONSTANT * constant && last.mean > RISE * first)
      return `The training loss rose from ${formatNumber(first)} to ${formatNumber(last.mean)} (mean of the last ${formatCount(length)} steps), where a prediction that ignores the inputs has ${formatNumber(constant)}.`;
    if (low.lastStep < last.firstStep && last.mean > COMEBACK * low.mean && last.mean > constant / 2)
      return `The training loss fell to ${formatNumber(low.mean)} around step ${formatCount(low.lastStep)} and came back to ${formatNumber(last.mean)} (means of ${formatCount(length)} steps).`;
    const learned = blocks.find(({ mean }) => mean < constant / 2);
    if (learned === undefined) return null;
    const later = points.values.filter((_, i) => points.steps[i]! > learned.lastStep);
    const spikes = later.filter((value) => value > constant).length;
    if (spikes < SPIKES.count || spikes < SPIKES.share * later.length) return null;
    Object.assign(numbers, { spikes, later: later.length });
    return `After the training loss had come down to ${formatNumber(learned.mean)} it jumped above ${formatNumber(constant)}, the loss of a prediction that ignores the inputs, in ${formatCount(spikes)} of ${formatCount(later.length)} steps.`;
  })();
  if (seen === null) return [];
  const [before, now] = [numbers.firstGradientNorm, numbers.lastGradientNorm];
  const grew =
    now > RISE * before
      ? ` The gradient norm went from ${formatNumber(before)} to ${formatNumber(now)} (medians).`
      : '';
  return [
    finding({
      ...{ kind: 'learning-rate-too-high', severity: 'bad', step: low.lastStep, numbers, figure: 'curves' },
      text: `${seen}${grew} The learning rate, ${formatNumber(numbers.learningRate)}, is too high for this network.`,
      remedy:
        'Divide the learning rate by 10, and again while the loss still rises; or limit the gradient norm (training.clipping).',
    }),
  ];
};
