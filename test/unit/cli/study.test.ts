/** `normscope study` in processes of its own: from a file to tables, verdict and exit code. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { StudySpecInput } from '../../../engine/spec/schema/study.ts';
import { toyStudy } from '../service/studies/support.ts';

const COMMAND = fileURLToPath(new URL('../../../app/doors/normscope.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'normscope-study-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Result {
  code: number;
  out: string;
  err: string;
}
const normscope = (...words: string[]): Promise<Result> =>
  new Promise((resolve) => {
    const options = { cwd: folder, env: { ...process.env, NORMSCOPE_DB: join(folder, 'runs.db') }, maxBuffer: 1e9 };
    const child = execFile(process.execPath, [COMMAND, ...words], options, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });

const write = (study: StudySpecInput): string => {
  const path = join(folder, `${study.name}.json`);
  writeFileSync(path, JSON.stringify(study));
  return path;
};
const claim = (threshold: number) =>
  ({ type: 'difference', arm: 'batch', baseline: 'none', relation: 'at-least', threshold }) as const;

test('runs a study from a file; ends with 0 where the claim holds, with 1 where it does not, repeating nothing', async () => {
  const held = await normscope('study', 'run', write(toyStudy({ criterion: claim(-1) })), '--jobs', '2');
  expect(held.err).toMatch(/^Toy: 6 runs\. (Less than a second|About [\d.]+.s), [\d.]+.kB\.$/m);
  expect(held.out).toMatch(/^arm +N +median +mean +95 % interval +difference +p \(Holm\) +diverged$/m);
  expect(held.out).toMatch(/^batch +3 .* 0$/m);
  expect(held.out).toMatch(/^batch: .*(higher|lower) than none/m);
  expect(held.out).toMatch(/^Supported: batch − none at least −1 for every seed/m);
  expect(held.code).toBe(0);

  const failed = await normscope('study', 'run', write(toyStudy({ criterion: claim(1) })), '--json');
  const events = failed.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; existing?: number; result?: object });
  expect(events.map(({ event }) => event)).toEqual(['preview', 'result']);
  expect(events[0]!.existing).toBe(6);
  expect(events[1]!.result).toMatchObject({ verdict: { outcome: 'not-supported', provisional: false } });
  expect(failed.code).toBe(1);

  // Too few seeds for a verdict.
  const undecided = await normscope('study', 'run', 'toy', '--seeds', '2');
  expect(undecided.out).toContain('No verdict with 2 seeds: at least 3 are needed.');
  expect(undecided.code).toBe(1);

  const [list, shown, compared, report] = await Promise.all([
    normscope('study', 'list'),
    normscope('study', 'show', 'toy', '--json'),
    normscope('compare', 'toy'),
    normscope('export', 'toy', '--format', 'html', '-o', folder),
  ]);
  expect(list.out).toMatch(/^toy +Done +4 +Toy$/m);
  expect(JSON.parse(shown.out)).toMatchObject({ name: 'toy', result: { measures: [{ name: 'accuracy' }] } });
  expect(list.out).toMatch(/^c1-faster-sigmoid-quick +Not started +0 of 30 /m);
  expect(compared.out).toMatch(/^batch +2 /m);
  expect(report.code).toBe(0);
  expect(readFileSync(join(folder, 'normscope-toy.html'), 'utf8')).toContain('How to reproduce');
});

test.each([
  [['study', 'run', 'no-such-study'], 'There is no study with the id or name "no-such-study".'],
  [['study', 'run', 'no-such.json'], 'There is no file'],
  [['study', 'run', write(toyStudy({ name: 'wrong', baseline: 'x' }))], 'baseline is x, which is no arm'],
  [['study', 'run', 'toy', '--seeds', '0'], 'Give a whole number from 1 to 1000.'],
])('wrong input ends with 2 and says what is wrong: %s', async (words, message) => {
  const { code, err } = await normscope(...words);
  expect(err).toContain(message);
  expect(code).toBe(2);
});
