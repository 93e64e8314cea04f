/** A study whose program is killed while it trains goes on where it was, and comes to the same numbers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openWorkbench } from '../../../../app/service/workbench.ts';
import { withEnoughSteps } from '../../../support/waiting.ts';
import { temporaryFiles } from '../../store/support.ts';
import { isDone, longStudy, until } from './support.ts';

const fresh = temporaryFiles();
const program = fileURLToPath(new URL('./fixtures/study-until-killed.ts', import.meta.url));

it('goes on after kill -9 with the same runs, and comes to the numbers of a study that was left alone', async () => {
  const { workbench, interrupted, steps } = await withEnoughSteps(20_000, async (steps) => {
    const file = fresh();
    await once(spawn(process.execPath, [program, file, String(steps)], { stdio: 'inherit' }), 'exit');
    const workbench = await openWorkbench({ database: file, workers: 2 });
    const interrupted = workbench.runs.list().filter(({ status }) => status === 'interrupted');
    if (interrupted.length > 0) return { workbench, interrupted, steps };
    await workbench.close();
    return null;
  });
  const before = workbench.runs.list();
  expect(Math.max(...interrupted.map(({ step }) => step))).toBeGreaterThan(500);
  await workbench.studies.start('toy');
  await until(workbench, 'toy', isDone);
  const result = await workbench.studies.result('toy');
  // Nothing was repeated: the runs are those that were there.
  expect(workbench.runs.list().map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(workbench.studies.get('toy').progress).toMatchObject({ runs: 4, ended: 4 });
  await workbench.close();

  const alone = await openWorkbench({ database: fresh(), workers: 2 });
  alone.studies.save(longStudy(steps));
  await alone.studies.start('toy');
  await until(alone, 'toy', isDone);
  expect(result.measures).toEqual((await alone.studies.result('toy')).measures);
  await alone.close();
});
