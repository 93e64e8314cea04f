/**
 * What every trainer promises (app/executor/trainer.ts), whatever trains for it: real runs of a small dataset, compared with
 * the training loop itself. Not for what is stored of a run: test/unit/executor/executor.test.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckpointEvent, FinishedEvent, TrainEvent } from '../../engine/events.ts';
import { loadKernels } from '../../engine/kernels/load.ts';
import { RunSpec, type RunSpecInput } from '../../engine/spec/schema.ts';
import { createTraining } from '../../engine/train.ts';
import { AppError } from '../../app/errors.ts';
import type { DatasetSource } from '../../app/executor/datasets.ts';
import type { JobHandle, ProbeJob, Trainer, TrainingJob } from '../../app/executor/trainer.ts';
import { clusters } from './small-dataset.ts';
import { until } from './waiting.ts';

const dataset = clusters();
const ref = { name: dataset.info.name, hash: dataset.info.hash };
/** The dataset, and the same samples under another name; everything else is missing. */
const datasets: DatasetSource = {
  load(name) {
    if (name === ref.name) return Promise.resolve(dataset);
    if (name === 'shifted')
      return Promise.resolve({ ...dataset, info: { ...dataset.info, name, hash: 'f'.repeat(64) } });
    return Promise.reject(new AppError('not-found', `There is no dataset ${name}.`));
  },
};
const shifted = { name: 'shifted', hash: 'f'.repeat(64) };

const STEPS = 63;
/** Steps of a run that does not end by itself. */
const ENDLESS = 10_000_000;
const specOf = (change: RunSpecInput = {}): RunSpec =>
  RunSpec.parse({
    ...{ data: { dataset: ref.name }, model: { hidden: [8, 6], normalization: { type: 'batch' } } },
    ...{ training: { steps: STEPS, batchSize: 20 }, evaluation: { every: 25 } },
    ...change,
  });
const jobOf = (change: RunSpecInput = {}, more: Partial<TrainingJob> = {}): TrainingJob => ({
  ...{ spec: specOf(change), dataset: ref },
  ...more,
});
const endless = (): TrainingJob => jobOf({ training: { steps: ENDLESS, batchSize: 20 } });

/** A job, all that it has said, and its latest checkpoint. */
interface Heard {
  handle: JobHandle;
  events: TrainEvent[];
}
const hear = (begin: (onEvents: (events: TrainEvent[]) => void) => JobHandle): Heard => {
  const events: TrainEvent[] = [];
  return { events, handle: begin((batch) => events.push(...batch)) };
};
const stepOf = (events: readonly TrainEvent[]): number =>
  events.reduce((step, event) => ('step' in event && event.type !== 'norm' ? event.step : step), 0);
const endOf = (events: readonly TrainEvent[]): FinishedEvent => {
  const last = events.at(-1);
  if (last?.type !== 'finished') throw new Error(`The last event is ${last?.type ?? 'missing'}.`);
  return last;
};
const checkpointOf = (events: readonly TrainEvent[]): CheckpointEvent =>
  events.findLast((event): event is CheckpointEvent => event.type === 'checkpoint')!;
const probesOf = (events: readonly TrainEvent[]) =>
  events.flatMap((event) => (event.type === 'probe' ? [event.record] : []));

/** Every number of a run but its times: [name, step, value], however it was cut into batches. */
function numbers(events: readonly TrainEvent[]): unknown[] {
  return events.flatMap((event): unknown[] => {
    if (event.type === 'series')
      return Array.from(event.values, (value, i) => [event.name, event.firstStep + i * event.stride, value]);
    return event.type === 'norm' ? [event] : event.type === 'finished' ? [event.summary] : [];
  });
}
const sorted = (list: unknown[]): string[] => list.map((one) => JSON.stringify(one)).sort();

/** The same run by the loop itself. */
async function alone(spec: RunSpec): Promise<TrainEvent[]> {
  const training = createTraining({ spec, dataset, kernels: await loadKernels() });
  for (;;) {
    const ending = training.advance();
    if (ending !== null) return [...training.take(), { ...ending, trainingMs: 0 }];
  }
}

/** Describes one kind of trainer; each test gets a new one. */
export function describeTrainer(kind: string, create: (datasets: DatasetSource) => Trainer): void {
  describe(`a trainer: ${kind}`, () => {
    let trainer: Trainer;
    beforeEach(() => {
      trainer = create(datasets);
    });
    afterEach(() => trainer.close());

    const train = (job: TrainingJob): Heard => hear((onEvents) => trainer.train(structuredClone(job), onEvents));
    const probe = (job: ProbeJob): Heard => hear((onEvents) => trainer.probe(structuredClone(job), onEvents));
    const trained = async (job: TrainingJob): Promise<TrainEvent[]> => {
      const { handle, events } = train(job);
      await handle.ended;
      return events;
    };

    it('trains with the bits of the loop itself, several runs at once and one after another', async () => {
      const wanted = sorted(numbers(await alone(specOf())));
      const runs = await Promise.all([trained(jobOf()), trained(jobOf()), trained(jobOf())]);
      for (const events of [...runs, await trained(jobOf())]) {
        expect(events[0]).toMatchObject({ type: 'started' });
        expect(endOf(events)).toMatchObject({ status: 'completed', step: STEPS });
        expect(sorted(numbers(events))).toEqual(wanted);
      }
    });

    it('pauses, does no step meanwhile, and goes on with the same bits', async () => {
      const { handle, events } = train(jobOf());
      handle.pause();
      await until(() => checkpointOf(events) !== undefined);
      // Another run passes by; this one stands.
      await trained(jobOf());
      expect(stepOf(events)).toBe(0);
      expect(events.some(({ type }) => type === 'finished')).toBe(false);
      handle.resume();
      await handle.ended;
      expect(sorted(numbers(events))).toEqual(sorted(numbers(await alone(specOf()))));
    });

    it('stops with a checkpoint, from which a run goes on', async () => {
      const { handle, events } = train(endless());
      await until(() => stepOf(events) > 0);
      handle.stop();
      handle.resume();
      await handle.ended;
      const { step, bytes, trainingMs } = checkpointOf(events);
      expect(endOf(events)).toMatchObject({ status: 'stopped', step });
      const from = { bytes, fork: false, trainingMs };
      const again = train({ ...endless(), from });
      await until(() => stepOf(again.events) > step);
      again.handle.pause();
      again.handle.stop();
      await again.handle.ended;
      expect(endOf(again.events).step).toBeGreaterThan(step);
      expect(endOf(again.events).trainingMs).toBeGreaterThan(trainingMs);
    });

    it('goes on from a checkpoint, and forks one, with the same bits each time', async () => {
      const first = await trained(jobOf());
      const { bytes, trainingMs } = checkpointOf(first);
      const more = { training: { steps: 2 * STEPS, batchSize: 20 } };
      const fork = jobOf(more, { from: { bytes, fork: true, trainingMs: 0 } });
      const [one, two] = [await trained(fork), await trained(fork)];
      expect(endOf(one)).toMatchObject({ status: 'completed', step: 2 * STEPS });
      expect(sorted(numbers(one))).toEqual(sorted(numbers(two)));
      await expect(trained(jobOf({}, { from: { bytes, fork: false, trainingMs } }))).rejects.toThrow();
    });

    it('says nothing of a job that is stopped before it begins', async () => {
      const job = { probe: specOf({ probes: [{ type: 'gradients', at: [5] }] }).probes[0]!, step: 5 };
      for (const { handle, events } of [train(jobOf()), probe({ ...jobOf(), ...job })]) {
        handle.stop();
        await handle.ended;
        expect(events).toEqual([]);
      }
    });

    it('takes the probes of a run, and first those that it owes', async () => {
      const gradients = { type: 'gradients' as const, at: [STEPS + 1] };
      const first = await trained(jobOf());
      const { bytes } = checkpointOf(first);
      const change = { training: { steps: STEPS + 1, batchSize: 20 }, probes: [gradients] };
      const owed = specOf({ probes: [{ type: 'gradients', at: [STEPS] }] }).probes;
      const events = await trained(jobOf(change, { from: { bytes, fork: true, trainingMs: 0 }, owed }));
      expect(probesOf(events).map(({ step, problem }) => [step, problem])).toEqual([
        [STEPS, null],
        [STEPS + 1, null],
      ]);
    });

    it('takes a probe of a run that has ended: at a checkpoint, or by training again', async () => {
      const taken = await trained(jobOf({ probes: [{ type: 'gradients', at: [30, STEPS] }] }));
      const { bytes, trainingMs } = checkpointOf(taken);
      const job = (at: number): Pick<ProbeJob, 'probe' | 'step'> => ({
        ...{ probe: specOf({ probes: [{ type: 'gradients', at: [at] }] }).probes[0]!, step: at },
      });
      const there = probe({ ...jobOf({}, { from: { bytes, fork: false, trainingMs } }), ...job(STEPS) });
      const again = probe({ ...jobOf(), ...job(30) });
      await Promise.all([there.handle.ended, again.handle.ended]);
      const found = [...probesOf(again.events), ...probesOf(there.events)];
      expect(found.map((record) => record.numbers)).toEqual(probesOf(taken).map((record) => record.numbers));
    });

    it('stops a probe, which leaves no record', async () => {
      const one = { probe: specOf({ probes: [{ type: 'gradients', at: ['end'] }] }).probes[0]!, step: ENDLESS };
      const { handle, events } = probe({ ...endless(), ...one });
      await until(() => events.some(({ type }) => type === 'activity'));
      handle.stop();
      await handle.ended;
      expect(probesOf(events)).toEqual([]);
    });

    it('refuses a dataset that was replaced and one that is gone, and does without those of its probes', async () => {
      const replaced = { code: 'conflict', said: { code: 'executor.dataset.replaced', values: { name: ref.name } } };
      const other = jobOf({}, { dataset: { name: ref.name, hash: '1'.repeat(64) } });
      await expect(trained(other)).rejects.toMatchObject(replaced);
      const gone = jobOf({}, { dataset: { name: 'gone', hash: ref.hash } });
      await expect(trained(gone)).rejects.toMatchObject({ code: 'not-found' });
      const probes = ['shifted', 'gone'].map((name) => ({
        ...{ type: 'recalibration' as const, at: [STEPS], dataset: name },
      }));
      const events = await trained(jobOf({ probes }, { others: [shifted, { name: 'gone', hash: '0' }] }));
      expect(probesOf(events).map(({ problem }) => problem)).toEqual([null, expect.stringContaining('gone')]);
      const stale = jobOf({ probes }, { others: [{ ...shifted, hash: '2'.repeat(64) }] });
      expect(probesOf(await trained(stale)).map(({ problem }) => problem)).toEqual([
        expect.stringContaining('shifted'),
        expect.stringContaining('gone'),
      ]);
    });

    it('says why a run failed, and trains the next', async () => {
      const regression = jobOf({ training: { steps: STEPS, batchSize: 1_000 } });
      const { handle, events } = train(regression);
      await expect(handle.ended).rejects.toThrow(/batchSize/);
      expect(events).toEqual([]);
      expect(endOf(await trained(jobOf())).status).toBe('completed');
    });

    it('ends what is at work when it is closed, paused or not, and takes on nothing more', async () => {
      const runs = [train(endless()), train(endless())];
      await until(() => runs.every(({ events }) => stepOf(events) > 0));
      runs[1]!.handle.pause();
      const loading = train(jobOf());
      const closing = { code: 'unavailable' };
      const ended = [...runs, loading].map(({ handle }) => expect(handle.ended).rejects.toMatchObject(closing));
      await trainer.close();
      await Promise.all(ended);
      const said = runs.map(({ events }) => events.length);
      await expect(train(jobOf()).handle.ended).rejects.toMatchObject(closing);
      await trainer.close();
      expect(runs.map(({ events }) => events.length)).toEqual(said);
    });
  });
}
