/** Decides whether something built is still what its inputs would give: a hash of the inputs, kept beside the result. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** How often a process that builds says so, and how long it is silent when it has died. A build itself may take any time. */
const SIGN_MS = 5_000;
const DEAD_MS = 180_000;

/** All files below the given files and folders, sorted, as paths with forward slashes. `skip` is tested on these. */
async function filesBelow(root: string, paths: string[], skip: RegExp): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    if (skip.test(path)) continue;
    if (!(await stat(join(root, path))).isDirectory()) found.push(path);
    else {
      const names = await readdir(join(root, path));
      found.push(
        ...(await filesBelow(
          root,
          names.map((name) => `${path}/${name}`),
          skip,
        )),
      );
    }
  }
  return found.sort();
}

export interface Step {
  /** Folder that all paths are relative to. */
  root: string;
  /** Files and folders whose contents decide the result. */
  inputs: string[];
  skip?: RegExp;
  /** File that keeps the hash. */
  stamp: string;
  /** File that must exist for the result to count as there. */
  result: string;
  build: () => Promise<void>;
  /** Called before `build`. */
  announce?: (() => void) | undefined;
}

/** Runs `build` when inputs changed or the result is missing; one process at a time. Returns whether it ran. */
export async function buildWhenStale(step: Step): Promise<boolean> {
  if (await isFresh(step)) return false;
  const unlock = await lock(join(step.root, `${step.stamp}.lock`));
  try {
    // Another process may have built it meanwhile.
    if (await isFresh(step)) return false;
    step.announce?.();
    const wanted = await hashInputs(step);
    // A build that fails half way must not look finished.
    await rm(join(step.root, step.stamp), { force: true });
    await step.build();
    await writeFile(join(step.root, step.stamp), wanted);
    return true;
  } finally {
    await unlock();
  }
}

async function hashInputs({ root, inputs, skip = /^$/ }: Step): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await filesBelow(root, inputs, skip)) {
    hash.update(`${file}\0`).update(await readFile(join(root, file)));
    hash.update('\0');
  }
  return hash.digest('hex');
}

async function isFresh(step: Step): Promise<boolean> {
  const stamp = await readFile(join(step.root, step.stamp), 'utf8').catch(() => null);
  if (stamp === null || (await stat(join(step.root, step.result)).catch(() => null)) === null) return false;
  return stamp === (await hashInputs(step));
}

/** Waits until no other process holds the lock, then holds it. One that was left behind is taken over. */
async function lock(folder: string): Promise<() => Promise<void>> {
  await mkdir(dirname(folder), { recursive: true });
  for (;;) {
    try {
      await mkdir(folder);
      const sign = setInterval(() => {
        const now = new Date();
        void utimes(folder, now, now).catch(() => undefined);
      }, SIGN_MS);
      return () => {
        clearInterval(sign);
        return rm(folder, { recursive: true, force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const age = await stat(folder).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      if (age > DEAD_MS) await rm(folder, { recursive: true, force: true });
      else await wait(100);
    }
  }
}
