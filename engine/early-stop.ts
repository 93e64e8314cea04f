/** When training ends before its last step: decided after each evaluation. */
import type { RunSpec } from './spec/schema.ts';

type EarlyStopSpec = RunSpec['training']['earlyStop'];

export interface EarlyStop {
  /** Hears of the evaluation after `step`; the reason to stop now, for a person, or null. */
  observe(step: number, loss: number, accuracy: number | null): string | null;
  /** What it remembers of evaluations. */
  save(): number[];
  restore(state: readonly number[]): void;
}

/** What the specification asks for. */
export function createEarlyStop(spec: EarlyStopSpec): EarlyStop {
  let best = Infinity;
  let bestStep = 0;
  let waited = 0;
  return {
    observe(step, loss, accuracy) {
      switch (spec.type) {
        case 'never':
          return null;
        case 'target':
          if (accuracy === null || accuracy < spec.accuracy) return null;
          return `Reached the target at step ${step}: validation accuracy ${accuracy}, wanted ${spec.accuracy}.`;
        case 'patience': {
          if (loss < best - spec.minimumDelta) {
            [best, bestStep, waited] = [loss, step, 0];
            return null;
          }
          waited++;
          if (waited < spec.patience) return null;
          const evaluations = spec.patience === 1 ? '1 evaluation' : `${spec.patience} evaluations`;
          return `Stopped early at step ${step}: the validation loss has not fallen below ${Number(best.toPrecision(6))}, of step ${bestStep}, for ${evaluations}.`;
        }
        default:
          return spec satisfies never;
      }
    },
    save: () => [best, bestStep, waited],
    restore([savedBest = Infinity, savedStep = 0, savedWaited = 0]) {
      best = savedBest;
      bestStep = savedStep;
      waited = savedWaited;
    },
  };
}
