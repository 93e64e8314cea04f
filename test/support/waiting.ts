/**
 * Waiting for states instead of times, so that no test depends on how fast or how busy the machine is. What ends a wait for
 * a state that never comes is the limit of the test itself (vitest.config.ts).
 */
import { setTimeout as wait } from 'node:timers/promises';

/** How long a loop that nothing else can end goes on; only a guard against hanging. */
export const LONGEST_MS = 240_000;

/** Resolves once `true_` holds. */
export async function until(true_: () => boolean): Promise<void> {
  while (!true_()) await wait(10);
}

/** Resolves once `check` no longer throws; throws what it threw last where that takes too long. */
export async function eventually(check: () => void): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  for (;;) {
    try {
      return check();
    } catch (error) {
      if (performance.now() > end) throw error;
      await wait(10);
    }
  }
}

/**
 * Repeats `attempt` with four times the steps until it gives something other than null: how many a run needs so that
 * something can be done to it before it has ended depends on the machine.
 */
export async function withEnoughSteps<T>(steps: number, attempt: (steps: number) => Promise<T | null>): Promise<T> {
  for (let enough = steps; ; enough *= 4) {
    const found = await attempt(enough);
    if (found !== null) return found;
  }
}
