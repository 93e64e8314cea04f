/** Studies over the real workbench: what is queued, reused, paused, and what comes of it. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Workbench } from '../../../../app/service/types.ts';
import { dataFolderOf, openWorkbench } from '../../../../app/service/workbench.ts';
import { temporaryFiles } from '../../store/support.ts';
import { isDone, toyBase, toyStudy, until } from './support.ts';

const fresh = temporaryFiles();
let workbench: Workbench;
const open: Workbench[] = [];
const openNew = async (database = fresh(), workers = 2): Promise<Workbench> => {
  const made = await openWorkbench({ database, workers });
  open.push(made);
  return made;
};
beforeEach(async () => {
  workbench = await openNew();
});
afterAll(() => Promise.all(open.map((one) => one.close())));

const finish = async (ref = 'toy') => {
  await until(workbench, ref, isDone);
  return workbench.studies.result(ref);
};

describe('a study', () => {
  it('says what it takes, runs its arms in turn seed by seed, and gives numbers, comparisons and a verdict', async () => {
    const { studies, runs } = workbench;
    const spec = toyStudy({
      criterion: { type: 'difference', arm: 'batch', baseline: 'none', relation: 'at-least', threshold: -1 },
    });
    expect(await studies.preview(spec)).toMatchObject({ runs: 6, existing: 0, issues: [] });
    studies.save(spec);
    expect(await studies.start('toy')).toMatchObject({ state: 'running', progress: { runs: 6, missing: 0 } });
    const result = await finish();
    expect(studies.get('toy')).toMatchObject({ state: 'idle', progress: { ended: 6, broken: 0, missing: 0 } });

    const queued = runs.list().sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(queued.map(({ name, spec: { seed } }) => `${name} ${seed}`)).toEqual([
      ...['Toy · none 1', 'Toy · batch 1', 'Toy · none 2', 'Toy · batch 2', 'Toy · none 3', 'Toy · batch 3'],
    ]);

    // The numbers are those of the runs themselves.
    const bestOf = (id: string) => Math.max(...runs.series(id, 'validation.accuracy').values);
    expect(result.runs.map(({ cell, seed }) => [cell, seed])).toEqual(
      [0, 1].flatMap((c) => [1, 2, 3].map((s) => [c, s])),
    );
    expect(result.measures[0]!.values.flat()).toEqual(result.runs.map(({ runId }) => bestOf(runId!)));
    const [none, batch] = result.measures[0]!.arms;
    expect(none).toMatchObject({ arm: 'none', versus: null, summary: { n: 3, nonFinite: 0 } });
    expect(batch!.versus).toMatchObject({ baseline: 'none', pairing: 'paired', compared: 3 });
    expect(batch!.versus!.difference).toBeCloseTo(batch!.summary.mean! - none!.summary.mean!, 12);
    expect(batch!.versus!.text).toMatch(/^[\d.]+ (higher|lower) than none \(95\u202f% interval /);
    expect(result.verdict).toMatchObject({ outcome: 'supported', provisional: false });
    expect(result.verdict!.text).toContain('All 3 comparisons meet it.');
  });

  it('uses runs that are there, whoever made them; not those in the trash, nor forks', async () => {
    const { studies, runs } = workbench;
    const [first, second] = await runs.create({
      spec: { ...(toyBase(60) as object), name: 'by hand', model: { hidden: [8], normalization: { type: 'batch' } } },
      seeds: [1, 2],
    });
    await Promise.all([workbench.finished(first!.id), workbench.finished(second!.id)]);
    runs.trash([second!.id]);
    const spec = toyStudy();
    expect(await studies.preview(spec)).toMatchObject({ runs: 6, existing: 1 });
    studies.save(spec);
    await studies.start('toy');
    const result = await finish();
    expect(result.runs.find(({ cell, seed }) => cell === 1 && seed === 1)!.runId).toBe(first!.id);
    expect(runs.list()).toHaveLength(6);
    // Again, with a seed more: only what is missing is made.
    await studies.start('toy', { seeds: 4 });
    await until(workbench, 'toy', isDone);
    expect(runs.list()).toHaveLength(8);
    expect(studies.get('toy').spec.seeds).toEqual([1, 2, 3, 4]);
  });

  it('makes a run anew where the one that is there lacks the probe that is measured', async () => {
    const { studies, runs } = workbench;
    studies.save(toyStudy({ seeds: [1] }));
    await studies.start('toy');
    await finish();
    const of = 'probe.activations.activation1/centring@end';
    const measures = [{ name: 'centring', value: { of }, better: 'lower' as const }];
    expect(() => studies.save(toyStudy({ name: 'probed', measures }))).toThrow(
      /measures\.0\.value\.of .*add it to base.probes/,
    );
    const base = { ...(toyBase(60) as object), probes: [{ type: 'activations', at: ['end'], samples: 20 }] };
    studies.save(toyStudy({ name: 'probed', measures, base, seeds: [1] }));
    await studies.start('probed');
    const result = await finish('probed');
    expect(runs.list()).toHaveLength(4);
    const found = result.runs.map(({ runId }) => workbench.probes.list(runId!)[0]!.numbers['activation1/centring']);
    expect(result.measures[0]!.values.flat()).toEqual(found);
    expect(found.every((value) => value! >= 0 && value! <= 1)).toBe(true);
  });

  it('counts a diverged run as what it is, and goes on when a run fails', async () => {
    const { studies } = workbench;
    const table = Array.from({ length: 100 }, (_, i) => `${i % 7},${i % 5},${i % 2}`).join('\n');
    await workbench.datasets.add('lost', [{ name: 'lost.csv', bytes: new TextEncoder().encode(table) }]);
    // Its contents are gone when the runs begin.
    const folder = dataFolderOf(workbench.status().database);
    for (const file of readdirSync(folder)) if (file.includes('lost')) rmSync(join(folder, file));
    studies.save(
      toyStudy({
        factors: [
          {
            type: 'levels',
            name: 'what',
            levels: [
              { label: 'ordinary', set: {} },
              { label: 'fails', set: { 'data.dataset': 'lost' } },
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
        measures: [{ name: 'accuracy', value: { of: 'validation.accuracy' }, better: 'higher' }],
        baseline: 'ordinary',
        criterion: { type: 'value', arm: 'diverges', relation: 'at-least', threshold: 0 },
      }),
    );
    await studies.start('toy');
    const { measures, progress, problems, verdict } = await finish();
    expect(progress.map(({ arm, ended, broken, diverged }) => [arm, ended, broken, diverged])).toEqual([
      ['ordinary', 3, 0, 0],
      ['fails', 0, 3, 0],
      ['diverges', 3, 0, 3],
    ]);
    const [, fails, diverges] = measures[0]!.arms;
    expect(fails).toMatchObject({ outcomes: [], versus: null });
    expect(diverges).toMatchObject({ summary: { n: 3, nonFinite: 3, mean: null, median: -Infinity }, diverged: 3 });
    expect(diverges!.outcomes.map(({ value }) => value)).toEqual([NaN, NaN, NaN]);
    expect(diverges!.versus!.badge).toEqual({ allowed: false, reason: 'more-diverged' });
    expect(problems).toEqual([expect.stringContaining('3 of 9 runs failed. The first: ')]);
    expect(verdict).toMatchObject({ outcome: 'not-supported', provisional: true });
  });

  it('pauses, goes on and stops; what another study needs goes on', async () => {
    const { studies, runs } = workbench;
    studies.save(toyStudy({ base: toyBase(200_000) }));
    studies.save(toyStudy({ name: 'other', base: toyBase(200_000), seeds: [2] }));
    await studies.start('toy');
    await studies.start('other');
    await until(workbench, 'toy', ({ progress }) => progress.underWay === 2);
    expect(studies.pause('toy').state).toBe('paused');
    await until(workbench, 'toy', () => runs.list().filter(({ status }) => status === 'paused').length >= 2);
    const reasons = runs.list().filter(({ status }) => status === 'stopped');
    expect(reasons.map(({ reason }) => reason)).toEqual(
      Array(2).fill('Taken out of the queue: the study toy was paused.'),
    );
    // Its turn is free: what the other study needs trains now.
    await until(workbench, 'other', ({ progress }) => progress.underWay === 2);
    const before = runs.list().length;
    expect((await studies.resume('toy')).state).toBe('running');
    await until(workbench, 'toy', () => runs.list().every(({ status }) => status !== 'paused'));
    expect(runs.list()).toHaveLength(before);
    studies.stop('other');
    studies.stop('toy');
    await until(workbench, 'toy', isDone);
    expect(studies.get('toy').state).toBe('stopped');
    expect((await studies.result('toy')).progress.map(({ broken }) => broken)).toEqual([3, 3]);
  });
});

describe('a study that is wrong', () => {
  it.each([
    ['baseline is nonne, which is no arm; there are none, batch', { baseline: 'nonne' }],
    [
      'criterion names bath, which is no arm',
      { criterion: { type: 'value', arm: 'bath', relation: 'at-least', threshold: 0 } } as const,
    ],
    [
      'factors make 60000 runs; a study has at most 10000',
      {
        factors: [{ type: 'random', name: 'rate', path: 'optimizer.learningRate', from: 1e-3, to: 1, draws: 200 }],
        seeds: Array.from({ length: 300 }, (_, i) => i),
        baseline: null,
      } as const,
    ],
    ['basis is not a field of a study; did you mean base?', { basis: 'x' }],
    ['base is paper-mlp-bm, which is no preset; did you mean paper-mlp-bn?', { base: 'paper-mlp-bm' }],
  ])('is refused: %s', (message, more) => {
    expect(() => workbench.studies.save(toyStudy(more as Parameters<typeof toyStudy>[0]))).toThrow(message);
    expect(workbench.studies.list().filter(({ builtIn }) => !builtIn)).toEqual([]);
  });

  it('does not start, and queues nothing, where one cell cannot train; the preview says so', async () => {
    const { studies, runs } = workbench;
    const spec = toyStudy({
      factors: [{ type: 'values', name: 'batch', path: 'training.batchSize', values: [20, 60_000] }],
      baseline: null,
    });
    studies.save(spec);
    const message = expect.stringMatching(/is 60000, but the training split .*\(at 60000\)/);
    expect((await studies.preview(spec)).issues).toEqual([{ path: 'training.batchSize', message }]);
    await expect(studies.start('toy')).rejects.toThrow('training.batchSize is 60000');
    expect(runs.list()).toEqual([]);
  });

  it('keeps names apart, and says what it does not know', () => {
    const { studies } = workbench;
    const { id } = studies.save(toyStudy());
    expect(() => studies.save(toyStudy())).toThrow('There is a study toy already');
    expect(studies.save(toyStudy({ name: 'toy-2', title: 'Renamed' }), id)).toMatchObject({ id, title: 'Renamed' });
    expect(() => studies.get('toi-2')).toThrow('Did you mean toy-2?');
    expect(studies.setPrediction('toy-2', ' it helps ').prediction).toBe('it helps');
    expect(studies.setPrediction('toy-2', ' ').prediction).toBeNull();
    const { cursor } = workbench.changesSince(0);
    expect(workbench.changesSince(cursor).studies).toBe(false);
    studies.remove('toy-2');
    expect(workbench.changesSince(cursor).studies).toBe(true);
    expect(() => studies.get('toy-2')).toThrow('There is no study');
  });
});
