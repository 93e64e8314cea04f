/** How many threads a run may use: the cores that nobody else needs. Not for how many runs train at once (settings). */
import { availableParallelism, cpus } from 'node:os';
import { AppError } from '../../errors.ts';

/** Threads that a run gets at most unless the environment says otherwise: what was measured. */
const USUAL = 2;
const MOST = 8;
/** Time over which the use of the cores is averaged. */
const WINDOW_MS = 1_000;
/** What others may use of a core that counts as idle. */
const TOLERANCE = 0.25;

/** Most threads of a run; NORMSCOPE_THREADS in the environment says another number, and 1 that no run uses several. */
export function threadLimit(env = process.env, cores = availableParallelism()): number {
  const text = env['NORMSCOPE_THREADS'];
  if (text === undefined || text === '') return Math.min(USUAL, cores);
  const threads = Number(text);
  if (!Number.isInteger(threads) || threads < 1 || threads > MOST)
    throw new AppError(
      'invalid-input',
      `The environment variable NORMSCOPE_THREADS is ${JSON.stringify(text)}; give a whole number from 1 to ${MOST}, or unset it.`,
    );
  return Math.min(threads, cores);
}

/** Threads of each run, when `running` runs train and `idle` cores are not used by other programs. */
export const threadsOfRun = (running: number, idle: number, most: number): number =>
  running === 1 ? Math.max(1, Math.min(most, Math.floor(idle + TOLERANCE))) : 1;

/** Milliseconds since some start: of the clock, of work of all cores, and of work of this process. */
export interface Usage {
  at: number;
  all: number;
  own: number;
}

function readUsage(): Usage {
  const { user, system } = process.cpuUsage();
  const busy = cpus().map(({ times }) => times.user + times.nice + times.sys + times.irq);
  return { at: performance.now(), all: busy.reduce((a, b) => a + b, 0), own: (user + system) / 1000 };
}

/**
 * Asked again and again, says how many cores other programs have left idle over the last second or more. Where the
 * program may use some of the cores only, the others' work says nothing about these, and all count as idle.
 */
export function createIdleCores(
  read = readUsage,
  cores = availableParallelism(),
  wholeMachine = cpus().length === cores,
): () => number {
  if (!wholeMachine) return () => cores;
  let last = read();
  let idle = 1;
  return () => {
    const now = read();
    const elapsed = now.at - last.at;
    if (elapsed >= WINDOW_MS) {
      idle = cores - Math.max(0, now.all - last.all - (now.own - last.own)) / elapsed;
      last = now;
    }
    return idle;
  };
}
