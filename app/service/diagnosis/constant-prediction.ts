/**
 * The loss of a network that learned nothing: the smallest that a prediction which does not depend on the input can have.
 * A run whose training loss stays there is stuck.
 */
import type { SeriesPoints } from '../../contract/series.ts';
import type { Evidence } from './evidence.ts';

/**
 * For classification: the entropy of the class shares for cross-entropy, and what the other losses have with each output
 * at the mean of its targets; ln(classes) and the like where the shares are not known. For regression there is no such
 * stored number: the loss before the first update, where the run began anew. Null where nothing is known.
 */
export function constantPrediction(evidence: Evidence): number | null {
  const { run } = evidence;
  const { loss } = run.spec;
  if (!run.series.some(({ name }) => name === 'train.accuracy')) return untrainedLoss(evidence);
  const shares = classShares(evidence);
  if (shares === null) return null;
  switch (loss.type) {
    case 'cross-entropy': {
      const { labelSmoothing } = loss;
      const smooth = shares.map((share) => (1 - labelSmoothing) * share + labelSmoothing / shares.length);
      return sum(smooth.map(surprise));
    }
    case 'binary-cross-entropy':
      return sum(shares.map((share) => surprise(share) + surprise(1 - share))) / shares.length;
    case 'mean-squared-error':
      return ((loss.high - loss.low) ** 2 * sum(shares.map((share) => share * (1 - share)))) / shares.length;
    case 'huber':
      // The best constant is no mean where errors exceed delta; below that it is half the squared error.
      return loss.delta >= Math.abs(loss.high - loss.low)
        ? ((loss.high - loss.low) ** 2 * sum(shares.map((share) => share * (1 - share)))) / shares.length / 2
        : null;
    default:
      return loss satisfies never;
  }
}

function classShares({ run, classCounts }: Evidence): number[] | null {
  const total = sum(classCounts);
  if (total > 0) return classCounts.map((count) => count / total);
  const outputs = run.layers.at(-1)?.shape[0] ?? 0;
  return outputs < 2 ? null : Array.from({ length: outputs }, () => 1 / outputs);
}

function untrainedLoss(evidence: Evidence): number | null {
  const { steps, values } = validationLoss(evidence);
  return evidence.run.parent === null && steps[0] === 0 && Number.isFinite(values[0]) ? values[0]! : null;
}

/** The validation loss of a run, with running statistics where these were evaluated. */
export function validationLoss({ series }: Evidence): SeriesPoints {
  const [running, ...others] = ['validation.loss', 'validation.loss.batch', 'validation.loss.precise'].map(series);
  return [running!, ...others].find(({ values }) => values.length > 0) ?? running!;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
/** -p ln p, in nats. */
const surprise = (p: number): number => (p > 0 ? -p * Math.log(p) : 0);
