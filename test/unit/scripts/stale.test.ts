import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildWhenStale } from '../../../scripts/stale.ts';

let root: string;
let builds: number;
let fail = false;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'normscope-stale-'));
  mkdirSync(join(root, 'src', 'deep'), { recursive: true });
  writeFileSync(join(root, 'src', 'deep', 'a.ts'), 'a');
  builds = 0;
});
afterEach(() => rmSync(root, { recursive: true }));

const ensure = () =>
  buildWhenStale({
    ...{ root, inputs: ['src'], skip: /\.map$/, stamp: 'out/stamp', result: 'out/result' },
    build: async () => {
      builds++;
      if (fail) throw new Error('broken');
      await new Promise((resolve) => setTimeout(resolve, 20));
      writeFileSync(join(root, 'out', 'result'), '');
    },
  });

it('builds when an input or the result changed, and only then', async () => {
  expect(await ensure()).toBe(true);
  expect(await ensure()).toBe(false);
  writeFileSync(join(root, 'src', 'deep', 'a.ts'), 'b');
  expect(await ensure()).toBe(true);
  writeFileSync(join(root, 'src', 'new.ts'), '');
  expect(await ensure()).toBe(true);
  writeFileSync(join(root, 'src', 'new.ts.map'), '');
  expect(await ensure()).toBe(false);
  rmSync(join(root, 'out', 'result'));
  expect(await ensure()).toBe(true);
  expect(builds).toBe(4);
});

it('tries again after a failure', async () => {
  await ensure();
  writeFileSync(join(root, 'src', 'deep', 'a.ts'), 'b');
  fail = true;
  await expect(ensure()).rejects.toThrow('broken');
  fail = false;
  expect(await ensure()).toBe(true);
});

it('builds once when asked twice at the same time, and takes over a lock that was left behind', async () => {
  expect((await Promise.all([ensure(), ensure()])).sort()).toEqual([false, true]);
  expect(builds).toBe(1);
  expect(readdirSync(join(root, 'out')).sort()).toEqual(['result', 'stamp']);
  mkdirSync(join(root, 'out', 'stamp.lock'));
  utimesSync(join(root, 'out', 'stamp.lock'), 0, 0);
  writeFileSync(join(root, 'src', 'deep', 'a.ts'), 'c');
  expect(await ensure()).toBe(true);
});
