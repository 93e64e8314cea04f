/** A run that ended before its last step because it got no better. */
import { formatCount, formatNumber } from '../../../view/numbers.ts';
import { validationLoss } from '../constant-prediction.ts';
import { finding, type Examine } from '../evidence.ts';

/** One finding for a run that ran out of patience; reaching a target is no trouble. */
export const earlyStop: Examine = (evidence) => {
  const { run } = evidence;
  const { steps, earlyStop: wanted } = run.spec.training;
  if (run.status !== 'completed' || run.step >= steps || wanted.type !== 'patience') return [];
  const points = validationLoss(evidence);
  if (points.values.length === 0) return [];
  const best = points.values.reduce((at, value, i) => (value < points.values[at]! ? i : at), 0);
  const [bestStep, bestLoss] = [points.steps[best]!, points.values[best]!];
  return [
    finding({
      ...{ kind: 'early-stop', severity: 'note', step: run.step, figure: 'curves' },
      numbers: { bestStep, bestLoss, patience: wanted.patience, steps },
      text: `The run stopped at step ${formatCount(run.step)} of ${formatCount(steps)}: its best validation loss, ${formatNumber(bestLoss)}, is that of step ${formatCount(bestStep)}, and ${formatCount(wanted.patience)} evaluations in a row were no better.`,
      remedy: 'Give it more patience where the curve is noisy, or a schedule that lowers the learning rate.',
    }),
  ];
};
