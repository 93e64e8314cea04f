/** Which normalization for my data: a study that fits a dataset and a number of minutes, and its recommendation. */
import { expect, it } from 'vitest';
import { explainRecommendation, recommendationOf } from '../../../../app/service/studies/guided.ts';
import { openWorkbench } from '../../../../app/service/workbench.ts';
import { temporaryFiles } from '../../store/support.ts';

const fresh = temporaryFiles();

it('is set up for a dataset, longer for more minutes, and takes the place of an earlier one', async () => {
  const workbench = await openWorkbench({ database: fresh(), workers: 1 });
  const { studies } = workbench;
  const stepsOf = ({ spec }: { spec: { base: unknown } }) =>
    (spec.base as { training: { steps: number } }).training.steps;
  const short = await studies.guided('two-moons', 1);
  expect(short.name).toBe('which-normalization-two-moons');
  const long = await studies.guided('two-moons', 60);
  expect(long.id).toBe(short.id);
  expect(stepsOf(long)).toBeGreaterThanOrEqual(stepsOf(short));
  expect(studies.list().filter(({ createdAt }) => createdAt !== null)).toHaveLength(1);
  expect(await studies.preview(long.spec)).toMatchObject({ issues: [], existing: 0 });
  await expect(studies.guided('two-moons', 0)).rejects.toThrow('minutes is 0');
  await expect(studies.guided('two-moon', 1)).rejects.toThrow('two-moon');
  expect(recommendationOf(await studies.result(long.id))).toBeNull();
  await workbench.close();
});

it('says in words what is best, what is as good, and what is worse', () => {
  const rival = { difference: 0.1, interval: null, adjustedP: 0.01 };
  expect(
    explainRecommendation({
      ...{ best: 'a', median: 0.9, seeds: 3, atEdge: true },
      ties: [{ ...rival, arm: 'b', difference: null }],
      worse: [{ ...rival, arm: 'c' }],
    }),
  ).toEqual([
    'Best: a, median 0.9 over 3 seeds.',
    'Cannot be told from it with these seeds: b.',
    'Worse: c (0.1 apart).',
    'Its best learning rate lies at the edge of the grid: a better one may lie beyond.',
  ]);
});
