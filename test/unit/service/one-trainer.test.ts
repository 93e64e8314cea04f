/** Runs, probes and verifications share the threads of one trainer; none takes the place of another. */
import { afterAll, afterEach, expect, it } from 'vitest';
import type { RunSpecInput } from '../../../engine/spec/schema.ts';
import type { Workbench } from '../../../app/service/types.ts';
import { openWorkbench } from '../../../app/service/workbench.ts';
import { until } from '../../support/waiting.ts';
import { temporaryFiles } from '../store/support.ts';

const fresh = temporaryFiles();
/** Threads that were made, those that help a thread left out: threads make these. */
let made = 0;
const count = (): void => void made++;
process.on('worker', count);
afterAll(() => void process.off('worker', count));

let workbench: Workbench | null = null;
const start = async (database: string, execute = true): Promise<Workbench> => {
  workbench = await openWorkbench({ database, workers: 1, execute });
  made = 0;
  return workbench;
};
afterEach(() => workbench?.close());

const spec = (steps: number): RunSpecInput => ({
  data: { dataset: 'ring-and-disc' },
  model: { hidden: [8], normalization: { type: 'batch' } },
  training: { steps, batchSize: 20 },
});

it('one after another they use one thread', async () => {
  const { runs, probes, finished } = await start(fresh());
  const [run] = await runs.create({ spec: spec(40) });
  await finished(run!.id);
  expect(made).toBe(1);
  await probes.take(run!.id, { type: 'gradients', at: ['end', 7] });
  expect(await runs.verify(run!.id)).toMatchObject({ identical: true });
  const [next] = await runs.create({ spec: spec(50) });
  await finished(next!.id);
  expect(made).toBe(1);
});

it('beside a run that trains they have a thread of their own, and the queue keeps its place', async () => {
  const { runs, probes, finished } = await start(fresh());
  const [ended] = await runs.create({ spec: spec(40) });
  await finished(ended!.id);
  const [long, queued] = [await runs.create({ spec: spec(10_000_000) }), await runs.create({ spec: spec(40) })];
  await until(() => runs.get(long[0]!.id).step > 0);
  await probes.take(ended!.id, { type: 'gradients', at: ['end'] });
  expect(await runs.verify(ended!.id)).toMatchObject({ identical: true });
  expect(made).toBe(2);
  expect(runs.get(long[0]!.id).status).toBe('running');
  expect(runs.get(queued[0]!.id).status).toBe('queued');
  runs.stop(long[0]!.id);
  await finished(queued[0]!.id);
  expect(made).toBe(2);
});

it('a program that only looks verifies, with a thread made for it', async () => {
  const database = fresh();
  const first = await start(database);
  const [run] = await first.runs.create({ spec: spec(40) });
  await first.finished(run!.id);
  await first.close();
  const { runs } = await start(database, false);
  expect(made).toBe(0);
  expect(await runs.verify(run!.id)).toMatchObject({ identical: true });
  expect(made).toBe(1);
});

it('a verification ends when its program does', async () => {
  const { runs, close } = await start(fresh());
  const [run] = await runs.create({ spec: spec(10_000_000) });
  const { id } = run!;
  await until(() => runs.get(id).step > 0);
  runs.stop(id);
  await until(() => runs.get(id).status === 'stopped');
  const verified = new Promise<unknown>((resolve) => {
    const verifying = runs.verify(id, () => void close());
    verifying.catch(resolve);
  });
  expect(await verified).toMatchObject({ code: 'unavailable', message: 'The program is closing.' });
});
