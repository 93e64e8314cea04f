/** Temporary databases for tests, removed when the test file ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { afterAll } from 'vitest';
import { RunSpec } from '../../../engine/spec/schema.ts';
import type { RunSpecInput } from '../../../engine/spec/schema.ts';
import type { NewRun } from '../../../app/store/runs.ts';

/** A function that gives fresh paths in one folder, which is deleted after the tests of the file. */
export const temporaryFiles = (): ((name?: string) => string) => {
  const folder = mkdtempSync(join(tmpdir(), 'normscope-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let made = 0;
  return (name = 'runs.db') => join(folder, String(made++), name);
};

/** A run to add, queued for anybody unless `home` is given. */
export const newRun = (spec: RunSpecInput = {}, change: Partial<NewRun> = {}): NewRun => ({
  id: newId(),
  spec: RunSpec.parse(spec),
  specHash: 'spec',
  groupHash: 'group',
  dataset: { name: 'digits', hash: 'd1' },
  createdAt: 1_700_000_000_000,
  home: null,
  versions: { normscope: '0.1.0', node: '24.0.0' },
  machine: { platform: 'linux', arch: 'x64', cpu: 'test', cores: 2, memoryBytes: 1 },
  ...change,
});
