/** Decides whether something built is still what its inputs would give: a hash of the inputs, kept beside the result. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

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

/** Runs `build` when inputs changed or the result is missing. Returns whether it ran. */
export async function buildWhenStale({
  root,
  inputs,
  skip = /^$/,
  stamp,
  result,
  build,
  announce,
}: Step): Promise<boolean> {
  const hash = createHash('sha256');
  for (const file of await filesBelow(root, inputs, skip)) {
    hash.update(`${file}\0`).update(await readFile(join(root, file)));
    hash.update('\0');
  }
  const wanted = hash.digest('hex');
  const there = await stat(join(root, result)).then(
    () => true,
    () => false,
  );
  if (there && (await readFile(join(root, stamp), 'utf8').catch(() => '')) === wanted) return false;
  announce?.();
  // A build that fails half way must not look finished.
  await rm(join(root, stamp), { force: true });
  await build();
  await mkdir(dirname(join(root, stamp)), { recursive: true });
  await writeFile(join(root, stamp), wanted);
  return true;
}
