/** What stands behind a progress bar and in the lines of a log. The bars themselves are those of cli-progress. */
import { expect, test } from 'vitest';
import { barWords, lineProgress } from '../../../app/doors/cli/run-progress.ts';
import type { RunRow } from '../../../app/contract/runs.ts';
import { RunSpec } from '../../../engine/spec/schema.ts';

const run = (change: Partial<RunRow>): RunRow => ({
  ...{
    id: 'a',
    name: 'probed',
    status: 'running',
    reason: '',
    reasonSaid: null,
    spec: RunSpec.parse({}),
    specHash: '',
    groupHash: '',
  },
  ...{ dataset: { name: 'd', hash: '' }, step: 100, trainingMs: 1000, activity: null, sparkline: [], tags: [] },
  ...{
    summary: { 'validation.accuracy': 0.9 },
    createdAt: 0,
    startedAt: 0,
    endedAt: null,
    trashedAt: null,
    changed: 1,
  },
  ...change,
});
const probed = run({ activity: { what: 'hessian', fraction: 0.4 } });

test('a bar tells what is measured and how far that is, otherwise the metric and the time left', () => {
  expect(barWords(probed)).toEqual({ headline: 'measuring hessian 40 %', left: '' });
  expect(barWords(run({}))).toEqual({ headline: expect.stringContaining('accuracy 9') as string, left: ', 14 s' });
});

test('so does a line of a log', () => {
  const said: string[] = [];
  let now = 0;
  const output = { say: (line: string) => said.push(line), print: () => undefined, json: () => undefined };
  const progress = lineProgress(output, () => (now += 20_000));
  progress.update(probed);
  progress.update(probed);
  expect(said[1]).toMatch(/^probed, seed 1: step 100 of 1500, .*, measuring hessian 40 %$/);
});
