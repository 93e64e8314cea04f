/**
 * Whether several threads are worth it: now and then some steps are done on one, and the faster way is kept. They are
 * not where a network is small, or where the cores have far to each other's caches, which no count of cores shows.
 * Changes the time of a run only, never its numbers.
 */

/** A trial of one of the ways lasts this many steps and milliseconds, whichever is more. */
const TRIAL_STEPS = 5;
const TRIAL_MS = 50;
/** After both trials the faster way is kept for this many times as long as they lasted. */
const KEEP = 20;
/** Several threads have to save at least this share of the time. */
const SAVES = 0.05;

export interface ThreadChoice {
  /** Threads for the next step, of which `allowed` may be used. */
  next(allowed: number): number;
  /** How long that step took. */
  took(ms: number): void;
}

/** Begins with several threads, as soon as they are allowed. */
export function createThreadChoice(): ThreadChoice {
  /** Milliseconds of the steps of a trial: on several threads, then on one. */
  const trials: [number[], number[]] = [[], []];
  /** The trial at hand; null while a choice is kept. */
  let trial: 0 | 1 | null = null;
  let several = true;
  /** Milliseconds until the next trials. The first steps of a run are no measure. */
  let keep = 2 * TRIAL_MS;
  let allowed = 1;

  const middle = (list: number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1]!;
  const sum = (list: number[]): number => list.reduce((a, b) => a + b, 0);

  return {
    next(most) {
      allowed = most;
      return (trial === null ? several : trial === 0) ? most : 1;
    },
    took(ms) {
      if (allowed === 1) return;
      if (trial === null) {
        keep -= ms;
        if (keep > 0) return;
        trial = 0;
        trials[0].length = trials[1].length = 0;
        return;
      }
      const steps = trials[trial];
      steps.push(ms);
      if (steps.length < TRIAL_STEPS || sum(steps) < TRIAL_MS) return;
      if (trial === 0) {
        trial = 1;
        return;
      }
      several = middle(trials[0]) < (1 - SAVES) * middle(trials[1]);
      keep = KEEP * (sum(trials[0]) + sum(trials[1]));
      trial = null;
    },
  };
}
