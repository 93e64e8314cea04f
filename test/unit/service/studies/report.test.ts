/** The report of a study: what it says is what was found, and it loads nothing. */
import { expect, it } from 'vitest';
import { formatNumber } from '../../../../app/view/numbers.ts';
import { openWorkbench } from '../../../../app/service/workbench.ts';
import { temporaryFiles } from '../../store/support.ts';
import { isDone, toyStudy, until } from './support.ts';

const fresh = temporaryFiles();

it('holds question, method, numbers, verdict and what is needed to do it again', async () => {
  const workbench = await openWorkbench({ database: fresh(), workers: 2 });
  const { studies } = workbench;
  studies.save(
    toyStudy({
      title: 'Toy <b>title</b>',
      question: 'Does it help?',
      background: 'It is claimed.',
      sources: [{ title: 'A paper', url: 'https://example.org/paper' }],
      criterion: { type: 'difference', arm: 'batch', baseline: 'none', relation: 'at-least', threshold: -1 },
    }),
  );
  studies.setPrediction('toy', 'it helps a little');
  const before = [...((await studies.report('toy')).content as Iterable<string>)].join('');
  expect(before).toContain('0 of 6 runs have ended');
  await studies.start('toy');
  await until(workbench, 'toy', isDone);
  const result = await studies.result('toy');
  const { fileName, content } = await studies.report('toy');
  const text = [...(content as Iterable<string>)].join('');
  expect(fileName).toBe('normscope-toy.html');
  for (const part of ['Does it help?', 'It is claimed.', 'https://example.org/paper', 'it helps a little'])
    expect(text).toContain(part);
  expect(text).toContain('Toy &lt;b&gt;title&lt;/b&gt;');
  expect(text).not.toContain('<b>title');
  expect(text).not.toMatch(/<script|src=|<link/);
  expect(text).toContain('Supported: batch − none at least −1 for every seed.');
  const batch = result.measures[0]!.arms[1]!;
  for (const number of [batch.summary.mean!, batch.summary.median!, ...batch.outcomes.map(({ value }) => value)])
    expect(text).toContain(`>${formatNumber(number)}<`);
  for (const { runId } of result.runs) expect(text).toContain(workbench.runs.get(runId!).groupHash);
  expect(text).toContain('normscope study run toy.json');
  await workbench.close();
});
