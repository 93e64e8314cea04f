/** A number that is not finite ended the run: where it began, and how fast it came. */
import { formatCount, formatNumber } from '../../../view/numbers.ts';
import type { RunDetail } from '../../../contract/runs.ts';
import type { SeriesPoints } from '../../../contract/series.ts';
import { finding, type Examine } from '../evidence.ts';

/** Updates over which growth is measured. */
const LAST = 10;

/** One finding for a run that diverged. */
export const diverged: Examine = ({ run, series }) => {
  if (run.status !== 'diverged') return [];
  const layer = layerOf(run);
  const losses = lastFinite(series('train.loss'));
  const gradients = lastFinite(series('gradient.norm'));
  const rates = lastFinite(series('learning.rate'));
  const rate = rates.at(-1) ?? run.spec.optimizer.learningRate;
  const growth = gradients.length < 2 ? NaN : (gradients.at(-1)! / gradients[0]!) ** (1 / (gradients.length - 1));
  const numbers = {
    loss: losses.at(-1) ?? NaN,
    gradientNorm: gradients.at(-1) ?? NaN,
    learningRate: rate,
    ...(Number.isFinite(growth) ? { growth, over: gradients.length } : {}),
  };
  const before =
    losses.length === 0
      ? 'Not one loss was finite: the inputs or the initial weights are too large already.'
      : `The last finite loss is ${formatNumber(numbers.loss)}, the last finite gradient norm ${formatNumber(numbers.gradientNorm)}, the learning rate ${formatNumber(rate)}.`;
  const grew =
    growth > 1.05
      ? ` Over the last ${formatCount(gradients.length)} updates the gradient norm grew by a factor of ${formatNumber(growth, 3)} per step.`
      : '';
  return [
    finding({
      ...{ kind: 'diverged', severity: 'bad', step: run.step, layer, numbers, figure: 'curves' },
      text: `The run diverged at step ${formatCount(run.step)}${layer === null ? '' : `; the first layer that is not finite is ${layer}`}. ${before}${grew}`,
      remedy:
        losses.length === 0
          ? 'Scale the inputs, or use smaller initial weights.'
          : `Divide the learning rate by 10, to ${formatNumber(rate / 10)}, limit the gradient norm (training.clipping), or normalize the layers.`,
    }),
  ];
};

/** Where it began. Version 0.1 stored that in no other place than the sentence that says why the run ended. */
function layerOf({ reason, reasonSaid }: Pick<RunDetail, 'reason' | 'reasonSaid'>): string | null {
  if (reasonSaid === null) return /first layer with such a value is (\S+)\.$/.exec(reason)?.[1] ?? null;
  const { layer } = reasonSaid.values;
  return typeof layer === 'string' ? layer : null;
}

/** The last ten finite values that stand together, oldest first. */
function lastFinite({ values }: SeriesPoints): number[] {
  let end = values.length;
  while (end > 0 && !Number.isFinite(values[end - 1])) end--;
  let start = end;
  while (start > 0 && end - start < LAST && Number.isFinite(values[start - 1])) start--;
  return Array.from(values.subarray(start, end));
}
