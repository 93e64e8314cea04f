/**
 * The databases of released versions, as they were left: this version opens a copy, finds everything, goes on where a run
 * was stopped, and comes to the same bits. How they were made: test/fixtures/make_database.ts.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunDetail } from '../../../app/contract/runs.ts';
import { openWorkbench } from '../../../app/service/workbench.ts';
import type { Workbench } from '../../../app/service/types.ts';
import { ENGINE_VERSION } from '../../../engine/checkpoint.ts';
import { kernelSetName } from '../../../engine/kernels/load.ts';
import { groupHash, specHash } from '../../../engine/spec/hash.ts';
import { PRESETS } from '../../../engine/spec/presets.ts';
import { RunSpec, type RunSpecInput } from '../../../engine/spec/schema.ts';
import { StudySpec } from '../../../engine/spec/schema/study.ts';
import type { Expected, ExpectedRun } from '../../fixtures/expected.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const released = readdirSync(fixtures, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? entry.name : [],
);
const kernels = await kernelSetName();

describe.each(released)('the database of version %s', (version) => {
  const folder = mkdtempSync(join(tmpdir(), 'normscope-kept-'));
  const expected = JSON.parse(readFileSync(join(fixtures, version, 'expected.json'), 'utf8')) as Expected;
  const stopped = expected.resumed;
  let workbench: Workbench;
  beforeAll(async () => {
    cpSync(join(fixtures, version), folder, { recursive: true });
    workbench = await openWorkbench({ database: join(folder, 'runs.db') });
  });
  afterAll(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const summaryOf = (run: RunDetail, { verified }: ExpectedRun): ExpectedRun => ({
    ...{ id: run.id, name: run.name, status: run.status, step: run.step },
    ...{ specHash: run.specHash, groupHash: run.groupHash, note: run.note, tags: run.tags },
    ...{ trashed: run.trashedAt !== null, parent: run.parent?.id ?? null, verified },
    probes: workbench.probes.list(run.id).map(({ probe, step }) => `${probe.type} at ${step}`),
  });

  it('has its runs, settings and datasets', () => {
    const { runs, settings, datasets } = workbench;
    expect(expected.runs.map((run) => summaryOf(runs.get(run.id), run))).toEqual(expected.runs);
    expect(runs.list().length + runs.list({ trash: true }).length).toBe(expected.runs.length);
    expect(settings.get().workers).toBe(expected.workers);
    const imported = datasets.list().filter(({ builtIn }) => !builtIn);
    expect(Object.fromEntries(imported.map(({ name, hash }) => [name, hash]))).toEqual(expected.datasets);
  });

  it.each(expected.runs)('gives the specification of $name complete, and hashes it as it was', ({ id, ...run }) => {
    const { spec } = workbench.runs.get(id);
    expect(RunSpec.parse(spec)).toEqual(spec);
    expect([specHash(spec), groupHash(spec)]).toEqual([run.specHash, run.groupHash]);
  });

  it('has presets that mean what they meant', () => {
    const now = PRESETS.map(({ name, spec }) => [name, `${specHash(spec)} ${groupHash(spec)}`]);
    expect(Object.fromEntries(now)).toMatchObject(expected.presets);
  });

  it.each(Object.entries(expected.studies))('finds the runs and the answer of the study %s', async (name, study) => {
    const row = workbench.studies.get(name);
    expect(StudySpec.parse(row.spec)).toEqual(row.spec);
    expect(row).toMatchObject({ state: 'idle', prediction: study.prediction, spec: { version } });
    expect(row.progress).toMatchObject({ runs: study.runs.length, ended: study.runs.length, missing: 0 });
    const { runs, measures, verdict, problems } = await workbench.studies.result(name);
    expect(runs.map(({ cell, seed, runId }) => ({ cell, seed, id: runId }))).toEqual(study.runs);
    expect(measures.map(({ values }) => values)).toEqual(study.values);
    expect(verdict?.outcome ?? null).toBe(study.outcome);
    expect(problems).toEqual([]);
    expect(await workbench.studies.preview(row.spec)).toMatchObject({ issues: [], existing: study.runs.length });
  });

  it('uses what is there for a new study that asks the same, as of that version', async () => {
    const name = Object.keys(expected.studies)[0]!;
    const { spec } = workbench.studies.get(name);
    expect(await workbench.studies.preview({ ...spec, name: 'anew' })).toMatchObject({
      existing: expected.studies[name]!.runs.length,
    });
  });

  it('keeps the version of a study that is changed, and goes on with it where seeds are added', async () => {
    const [name, study] = Object.entries(expected.studies)[0]!;
    const { version: _, ...spec } = workbench.studies.get(name).spec;
    expect(workbench.studies.save({ ...spec, question: 'Still?' }, name).spec.version).toBe(version);
    const seeds = [...spec.seeds, 11];
    await workbench.studies.start(name, { seeds });
    const { runs } = await workbench.studies.result(name);
    await Promise.all(runs.map(({ runId }) => workbench.finished(runId!)));
    expect(runs.filter(({ seed }) => seed !== 11).map(({ cell, seed, runId }) => ({ cell, seed, id: runId }))).toEqual(
      study.runs,
    );
    const { progress } = workbench.studies.get(name);
    expect(progress).toMatchObject({
      runs: (study.runs.length / spec.seeds.length) * seeds.length,
      missing: 0,
      broken: 0,
    });
    expect(progress.ended).toBe(progress.runs);
  });

  it('gives a new run the hashes of an earlier one that meant the same', async () => {
    const { spec, ...before } = workbench.runs.get(expected.runs.find(({ trashed }) => !trashed)!.id);
    const [made] = await workbench.runs.create({ spec: JSON.parse(JSON.stringify(spec)) as RunSpecInput });
    expect([made!.specHash, made!.groupHash]).toEqual([before.specHash, before.groupHash]);
    await workbench.finished(made!.id);
    workbench.runs.trash([made!.id]);
  });

  const repeatable = kernels === expected.kernels && ENGINE_VERSION === expected.engine;
  describe.skipIf(!repeatable)(
    repeatable ? 'with its kernels' : `needs ${expected.kernels} and engine ${expected.engine}`,
    () => {
      it('goes on with the stopped run, and ends with the bits of one that was never stopped', async () => {
        workbench.runs.resume(stopped.id);
        await workbench.finished(stopped.id);
        const run = workbench.runs.get(stopped.id);
        expect(run).toMatchObject({ status: 'completed', step: run.spec.training.steps, summary: stopped.summary });
        const series = run.series.map(({ name }) => {
          const { steps, values } = workbench.runs.series(run.id, name);
          return [name, createHash('sha256').update(steps).update(values).digest('hex')];
        });
        expect(Object.fromEntries(series)).toEqual(stopped.series);
      });

      it('forks a run that was kept', async () => {
        const parent = workbench.runs.get(expected.runs.find(({ parent }) => parent !== null)!.id);
        const spec = { ...parent.spec, name: 'fork of a fork', training: { ...parent.spec.training, steps: 100 } };
        const made = await workbench.runs.fork(parent.id, { spec });
        expect(await workbench.finished(made.id)).toMatchObject({ status: 'completed', step: 100 });
      });

      const same = expected.runs.filter(({ verified, id }) => verified !== null && id !== stopped.id);
      it.each(same)('verifies $name ($id)', async ({ id, verified }) => {
        expect(await workbench.runs.verify(id)).toMatchObject({ identical: true, numbers: verified });
      });

      it('takes a probe of a run that was kept', async () => {
        const { id } = expected.runs.find(({ probes }) => probes.length > 0)!;
        const [before] = workbench.probes.list(id);
        const { type, samples } = before!.probe as { type: 'activations'; samples: number };
        const [again] = await workbench.probes.take(id, { type, samples, at: [before!.step] });
        expect(again!.id).toBe(before!.id);
        expect(again!.numbers).toEqual(before!.numbers);
      });
    },
  );
});
