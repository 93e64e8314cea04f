/** Waiting with a limit. */
import { setTimeout as wait } from 'node:timers/promises';

/** Resolves once `work` has, and after `ms` at the latest; rejects when `work` does before that. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const limit = new AbortController();
  const late = wait(ms, undefined, { signal: limit.signal }).catch(() => undefined);
  try {
    await Promise.race([work, late]);
  } finally {
    limit.abort();
  }
}
