/** Studies over the HTTP interface with the real workbench behind it: what the typed client sends and reads. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClient } from '../../../app/api/client.ts';
import { createHandler } from '../../../app/api/handler.ts';
import type { Workbench } from '../../../app/service/types.ts';
import { openWorkbench } from '../../../app/service/workbench.ts';
import { isDone, toyStudy, until } from '../service/studies/support.ts';
import { temporaryFiles } from '../store/support.ts';

const fresh = temporaryFiles();
let workbench: Workbench;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  workbench = await openWorkbench({ database: fresh(), workers: 2 });
  const handle = createHandler(workbench);
  client = createClient((input, init) => handle(new Request(new URL(input, 'http://localhost'), init)));
});
afterAll(() => workbench.close());

const diverging = toyStudy({
  name: 'api',
  factors: [
    {
      type: 'levels',
      name: 'what',
      levels: [
        { label: 'ordinary', set: {} },
        {
          label: 'diverges',
          set: {
            'model.activation': 'identity',
            'model.normalization.type': 'none',
            'optimizer.learningRate': 1e6,
          },
        },
      ],
    },
  ],
  measures: [
    { name: 'accuracy', value: { of: 'validation.accuracy' }, better: 'higher' },
    { name: 'steps', value: { of: 'validation.accuracy', summary: { type: 'steps-to', level: 1.5 } }, better: 'lower' },
  ],
  baseline: 'ordinary',
  criterion: { type: 'difference', arm: 'diverges', baseline: 'ordinary', relation: 'at-least', threshold: 0 },
});

it('carries a study from its preview to its verdict, non-finite numbers included', async () => {
  const { studies } = client;
  expect(await studies.preview(diverging)).toMatchObject({ runs: 6, existing: 0, issues: [] });
  expect(await studies.create(diverging)).toMatchObject({ name: 'api', state: 'idle', prediction: null });
  expect(await studies.change('api', { prediction: 'it diverges', note: 'n' })).toMatchObject({
    ...{ prediction: 'it diverges', note: 'n' },
  });
  expect(await studies.start('api', { seeds: 2 })).toMatchObject({ state: 'running', progress: { runs: 4 } });
  await until(workbench, 'api', isDone);
  const result = await studies.result('api');
  expect(result).toEqual(await workbench.studies.result('api'));
  const [accuracy, steps] = result.measures;
  expect(accuracy!.values[1]).toEqual([NaN, NaN]);
  expect(accuracy!.arms[1]!.summary.median).toBe(-Infinity);
  expect(steps!.values[0]).toEqual([Infinity, Infinity]);
  expect(result.verdict).toMatchObject({ outcome: 'undecided', provisional: false });
  expect((await studies.list()).map(({ name }) => name)).toContain('api');
  await studies.remove('api');
  await expect(studies.get('api')).rejects.toMatchObject({ code: 'not-found' });
});

it('answers what is wrong by its field', async () => {
  const { studies } = client;
  await expect(studies.create(toyStudy({ baseline: 'nonne' }))).rejects.toMatchObject({
    code: 'invalid-input',
    issues: [{ path: 'baseline' }],
  });
  expect((await studies.preview(toyStudy({ base: { data: { dataset: 'no-such' } } }))).issues).toHaveLength(1);
  const { properties } = (await studies.schema()) as { properties: Record<string, unknown> };
  expect(Object.keys(properties)).toContain('criterion');
});
