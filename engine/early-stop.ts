/** When training ends before its last step: decided after each evaluation. */
import { formatCount, formatNumber, formatPercent, formatShare } from './words/numbers.ts';
import { messages, type Message } from './words/words.ts';
import type { RunSpec } from './spec/schema.ts';

const ENDINGS = messages('run.ending', {
  target: ({ step, accuracy, wanted }: { step: number; accuracy: number; wanted: number }) =>
    `Reached the target at step ${formatCount(step)}: validation accuracy ${formatShare(accuracy)}, wanted ` +
    `${formatPercent(wanted)}.`,
  'not-finite': ({ step, patience }: { step: number; patience: number }) =>
    `Stopped early at step ${formatCount(step)}: the validation loss was not finite in ${evaluations(patience)}.`,
  patience: ({ step, best, bestStep, patience }: { step: number; best: number; bestStep: number; patience: number }) =>
    `Stopped early at step ${formatCount(step)}: the validation loss has not fallen below ${formatNumber(best, 6)}, of step ` +
    `${formatCount(bestStep)}, for ` +
    `${evaluations(patience)}.`,
});
const evaluations = (count: number): string => (count === 1 ? '1 evaluation' : `${count} evaluations`);

type EarlyStopSpec = RunSpec['training']['earlyStop'];

export interface EarlyStop {
  /** Hears of the evaluation after `step`; the reason to stop now, for a person, or null. */
  observe(step: number, loss: number, accuracy: number | null): Message | null;
  /** The best loss, its step, evaluations without a better one; to be saved and put back with the run. */
  readonly counts: Float64Array;
}

/** What the specification asks for. */
export function createEarlyStop(spec: EarlyStopSpec): EarlyStop {
  const counts = Float64Array.of(Infinity, 0, 0);
  return {
    counts,
    observe(step, loss, accuracy) {
      switch (spec.type) {
        case 'never':
          return null;
        case 'target':
          if (accuracy === null || accuracy < spec.accuracy) return null;
          return ENDINGS.target({ step, accuracy, wanted: spec.accuracy });
        case 'patience': {
          const [best = Infinity, bestStep = 0, waited = 0] = counts;
          if (loss < best - spec.minimumDelta) {
            counts.set([loss, step, 0]);
            return null;
          }
          // Before the first update there is nothing to wait for.
          if (step === 0) return null;
          counts[2] = waited + 1;
          if (waited + 1 < spec.patience) return null;
          const { patience } = spec;
          if (best === Infinity) return ENDINGS['not-finite']({ step, patience });
          return ENDINGS.patience({ step, best, bestStep, patience });
        }
        default:
          return spec satisfies never;
      }
    },
  };
}
