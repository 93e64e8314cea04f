/** Probes with everything real: threads, training, database. */
import { afterAll, describe, expect, it } from 'vitest';
import type { RunSpecInput } from '../../../engine/spec/schema.ts';
import type { Workbench } from '../../../app/service/types.ts';
import { openWorkbench } from '../../../app/service/workbench.ts';
import { until, withEnoughSteps } from '../../support/waiting.ts';
import { temporaryFiles } from '../store/support.ts';

const fresh = temporaryFiles();
const open: Workbench[] = [];
const start = async (): Promise<Workbench> => {
  const workbench = await openWorkbench({ database: fresh(), workers: 1 });
  open.push(workbench);
  return workbench;
};
afterAll(() => Promise.all(open.map((workbench) => workbench.close())));

const spec = (more: RunSpecInput = {}): RunSpecInput => ({
  name: 'a run',
  data: { dataset: 'ring-and-disc' },
  model: { hidden: [8], normalization: { type: 'batch' } },
  training: { steps: 40, batchSize: 20 },
  ...more,
});
const finished = async (workbench: Workbench, input: RunSpecInput) => {
  const [run] = await workbench.runs.create({ spec: input });
  return workbench.finished(run!.id);
};

describe('probes of a specification', () => {
  it('are taken at their steps and change no bit of the training', async () => {
    const workbench = await start();
    const { runs, probes } = workbench;
    const plain = await finished(workbench, spec());
    const probed = await finished(
      workbench,
      spec({ probes: [{ type: 'activations', at: [0, 7, 40, 'end'], samples: 100 }] }),
    );
    const recorded = (id: string): unknown => ({
      summary: runs.get(id).summary,
      series: runs.get(id).series.map(({ name }) => runs.series(id, name)),
      norm: runs.norm(id, 'norm1', 'runningVariance'),
    });
    expect(recorded(probed.id)).toEqual(recorded(plain.id));
    expect(probed.groupHash).toBe(plain.groupHash);
    const rows = probes.list(probed.id);
    expect(rows.map(({ step, probe }) => [step, probe.at])).toEqual([
      [0, [0]],
      [7, [7]],
      [40, ['end']],
    ]);
    expect(rows.every(({ problem, samples, milliseconds }) => problem === null && samples === 100 && milliseconds > 0));
    expect(probed.activity).toBeNull();

    // The same probe later gives the same numbers: from the last checkpoint, and by training again.
    const again = await probes.take(plain.id, { type: 'activations', at: [7, 'end'], samples: 100 });
    expect(again.map(({ numbers }) => numbers)).toEqual([rows[1]!.numbers, rows[2]!.numbers]);
    expect(probes.arrays(again[0]!.id)).toEqual(probes.arrays(rows[1]!.id));
    expect(runs.get(plain.id).bytes).toBeGreaterThan(0);

    // At the end stands a checkpoint; to come to step 20, half of the training is repeated.
    const estimate = (at: (number | 'end')[]) => probes.estimate(plain.id, { type: 'gradients', at });
    const [end, middle] = [await estimate(['end']), await estimate([20])];
    expect(end).toMatchObject({ moments: 1, total: end.seconds });
    expect(middle.total).toBeCloseTo(end.seconds + runs.get(plain.id).trainingMs / 2000, 9);
    await expect(estimate([41])).rejects.toThrow(/ended at step 40; it never came to step 41/);
  });

  it('say why they have no numbers where the run diverged', async () => {
    const workbench = await start();
    const run = await finished(
      workbench,
      spec({
        model: { hidden: [8], activation: 'relu', normalization: { type: 'none' } },
        optimizer: { type: 'sgd', learningRate: 1e30 },
        probes: [{ type: 'activations', at: [0, 'end'] }],
      }),
    );
    expect(run.status).toBe('diverged');
    const rows = workbench.probes.list(run.id);
    expect(rows.map(({ problem }) => problem)).toEqual([null, expect.stringContaining('diverged')]);
    await expect(workbench.probes.take(run.id, { type: 'activations' })).rejects.toThrow('diverged at step');
  });
});

describe('a probe afterwards', () => {
  it('is refused with the field and the remedy', async () => {
    const workbench = await start();
    const run = await finished(workbench, spec());
    const take = (probe: Record<string, unknown>) => workbench.probes.take(run.id, { type: 'activations', ...probe });
    await expect(take({ at: [41] })).rejects.toThrow('ended at step 40');
    await expect(take({ samples: 1 })).rejects.toThrow(/^samples is 1/);
    await expect(take({ sampels: 10 })).rejects.toThrow(/did you mean .*samples/);
    await expect(workbench.probes.take(run.id, { type: 'x' })).rejects.toThrow('type is "x"');
    expect(() => workbench.probes.list('nobody')).toThrow('no run');
    const [queued] = await workbench.runs.create({ spec: spec({ training: { steps: 1_000_000 } }) });
    await expect(workbench.probes.take(queued!.id, { type: 'activations' })).rejects.toThrow('once it has ended');
    workbench.runs.stop(queued!.id);
  });

  it('takes the place of an earlier one with the same options, and can be taken away', async () => {
    const workbench = await start();
    const run = await finished(workbench, spec());
    const { probes } = workbench;
    const [first] = await probes.take(run.id, { type: 'activations' });
    const [second] = await probes.take(run.id, { type: 'activations' });
    await probes.take(run.id, { type: 'activations', samples: 50 });
    expect(second!.id).toBe(first!.id);
    expect(probes.list(run.id)).toHaveLength(2);
    probes.remove(first!.id);
    expect(probes.list(run.id).map(({ samples }) => samples)).toEqual([50]);
    expect(() => probes.get(first!.id)).toThrow('no probe record');
  });

  it('looks at other datasets where it names one, and says which is missing', async () => {
    const workbench = await start();
    const { probes } = workbench;
    const recalibration = (dataset: string) => ({ type: 'recalibration', dataset }) as const;
    const run = await finished(workbench, spec({ probes: [recalibration('two-moons'), recalibration('nobody')] }));
    const [there, missing] = probes.list(run.id);
    expect(there).toMatchObject({ problem: null, step: 40 });
    expect(there!.numbers['norm1/median z']).toBeGreaterThan(0);
    expect(missing!.problem).toMatch(/nobody.*Import it/);
    const [later] = await probes.take(run.id, recalibration('two-moons'));
    expect(later!.numbers).toEqual(there!.numbers);
  });

  it('stops at once, also while training is repeated, and leaves nothing', async () => {
    const workbench = await start();
    const { probes, runs } = workbench;
    await withEnoughSteps(20_000, async (steps) => {
      const run = await finished(workbench, spec({ training: { steps, batchSize: 60 } }));
      const heard: string[] = [];
      const taken = await probes.take(run.id, { type: 'activations', at: [steps - 1] }, ({ what }) => {
        heard.push(what);
        expect(runs.get(run.id).activity).toMatchObject({ what: 'replay' });
        probes.stop(run.id);
      });
      if (heard.length === 0) return null;
      expect(taken).toEqual([]);
      expect(heard).toEqual(['replay']);
      expect(probes.list(run.id)).toEqual([]);
      expect(runs.get(run.id).activity).toBeNull();
      return true;
    });
  });

  it('ends with a message where its run is deleted meanwhile', async () => {
    const workbench = await start();
    const { probes, runs } = workbench;
    await withEnoughSteps(5_000, async (steps) => {
      const long = { ...spec({ training: { steps, batchSize: 60 } }), model: { hidden: [64, 64] } };
      const run = await finished(workbench, long);
      let told = false;
      const first = probes.take(run.id, { type: 'activations', at: [steps - 1] }, () => {
        if (told) return;
        told = true;
        runs.trash([run.id]);
        runs.purge([run.id]);
      });
      const waiting = probes.take(run.id, { type: 'activations' });
      probes.start(run.id, { type: 'gradients' });
      const ends = await Promise.allSettled([first, waiting]);
      if (!told) return null;
      const refused = { status: 'rejected', reason: expect.objectContaining({ code: 'not-found' }) as unknown };
      expect(ends).toEqual([refused, refused]);
      return true;
    });
  });

  it('is refused at the step in which its run diverged', async () => {
    const workbench = await start();
    const run = await finished(
      workbench,
      spec({
        model: { hidden: [8], activation: 'relu', normalization: { type: 'none' } },
        optimizer: { type: 'sgd', learningRate: 1e30 },
      }),
    );
    await expect(workbench.probes.take(run.id, { type: 'activations', at: [run.step] })).rejects.toThrow(
      `diverged in step ${run.step}; give a step before that`,
    );
  });

  it('tells of what goes wrong later in its record', async () => {
    const workbench = await start();
    const { probes } = workbench;
    const run = await finished(workbench, spec());
    probes.start(run.id, { type: 'activations' });
    await until(() => probes.list(run.id).length > 0);
    expect(probes.list(run.id)[0]).toMatchObject({ problem: null, step: 40, samples: 1000 });
  });
});
