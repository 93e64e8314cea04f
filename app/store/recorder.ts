/** Writes what a training run says: one transaction for each batch of events. Not for who may write (queue.ts). */
import type { Database } from 'better-sqlite3';
import { needsClasses } from '../../engine/spec/schema/loss.ts';
import { metricOf } from '../../engine/metrics.ts';
import type { SeriesEvent, StartedEvent, TrainEvent } from '../../engine/events.ts';
import { decodeNumbers, toJson } from '../contract/numbers.ts';
import type { Summary } from '../contract/runs.ts';
import { toBytes, toFloat64 } from './chunks.ts';
import type { CheckpointTable } from './checkpoints.ts';
import type { CounterTable } from './counter.ts';
import type { NormTable } from './norms.ts';
import type { ProbeTable } from './probes.ts';
import { reasonColumns } from './queue.ts';
import type { SeriesTable } from './series.ts';
import { extendSparkline } from './sparkline.ts';

interface LiveColumns {
  step: number;
  trainingMs: number;
  summary: string;
  sparkline: Buffer | null;
  loss: string;
}

/** The tables that training writes to. */
interface Tables {
  series: SeriesTable;
  norms: NormTable;
  checkpoints: CheckpointTable;
  probes: ProbeTable;
}

/** The series whose values the sparkline of a run draws. */
const drawnOf = (loss: string): string => (needsClasses(loss) ? 'validation.accuracy' : 'validation.loss');

/** Prepares the statements; see {@link Recorder.record}. */
export const recorder = (db: Database, counter: CounterTable, { series, norms, checkpoints, probes }: Tables) => {
  const live = db.prepare<[string, string], LiveColumns>(
    `SELECT step, training_ms AS trainingMs, summary, sparkline, coalesce(json_extract(spec, '$.loss.type'), json_extract(spec, '$.loss')) AS loss
     FROM run WHERE id = ? AND host = ?`,
  );
  const setup = db.prepare(
    `UPDATE run_setup SET kernels = @kernels, parameters = @parameters, layers = @layers, scaling = @scaling,
       samples = @samples WHERE run_id = @id`,
  );
  const progress = db.prepare(
    `UPDATE run SET step = @step, training_ms = @trainingMs, summary = @summary, sparkline = @sparkline,
       changed = @changed WHERE id = @id`,
  );
  const busy = db.prepare('UPDATE run SET activity = ? WHERE id = ?');
  const finish = db.prepare(
    `UPDATE run SET status = @status, activity = NULL, reason = @reason, reason_said = @said, ended_at = @at,
       host = NULL, home = NULL, request = NULL
     WHERE id = @id`,
  );

  const store = (id: string, event: SeriesEvent | StartedEvent): void => {
    if (event.type === 'series') series.append(id, event.name, event.firstStep, event.stride, event.values);
    else {
      const [layers, scaling, samples] = [event.layers, event.scaling, event.samples].map((x) => JSON.stringify(x));
      setup.run({ id, kernels: event.kernels, parameters: event.parameters, layers, scaling, samples });
    }
  };

  return {
    /**
     * Forgets what a run recorded after a checkpoint, because the run goes on from there and records it again. False,
     * forgetting nothing, when `host` does not hold the run.
     */
    rewind: db.transaction(
      (id: string, host: string, to: { step: number; evaluatedAt: number; trainingMs: number }): boolean => {
        const run = live.get(id, host);
        if (run === undefined) return false;
        // An evaluation at the very end of a stopped run is not one that the run makes when it goes on.
        series.truncate(id, (name) => (metricOf(name).recorded === 'evaluation' ? to.evaluatedAt : to.step));
        norms.truncate(id, to.step);
        probes.truncate(id, Math.max(0, to.step));
        const { values } = series.read(id, drawnOf(run.loss));
        const points = extendSparkline(null, values);
        const sparkline = points === null ? null : toBytes(points);
        const step = Math.max(0, to.step);
        const { trainingMs } = to;
        progress.run({ id, step, trainingMs, summary: '{}', sparkline, changed: counter.next() });
        return true;
      },
    ).immediate,
    /** Stores a batch; false, storing nothing, when `host` no longer holds the run. */
    record: db.transaction((id: string, host: string, events: TrainEvent[], now: number): boolean => {
      const run = live.get(id, host);
      if (run === undefined) return false;
      let { step, trainingMs } = run;
      let summary = decodeNumbers(JSON.parse(run.summary) as Summary);
      let sparkline = run.sparkline === null ? null : toFloat64(run.sparkline);
      const drawn = drawnOf(run.loss);
      for (const event of events) {
        switch (event.type) {
          case 'series':
            store(id, event);
            if (metricOf(event.name).summary && event.values.length > 0) summary[event.name] = event.values.at(-1)!;
            if (event.name === drawn) sparkline = extendSparkline(sparkline, event.values);
            break;
          case 'norm':
            norms.append(id, event);
            break;
          case 'started':
            store(id, event);
            break;
          case 'progress':
            ({ step, trainingMs } = event);
            break;
          case 'checkpoint':
            checkpoints.put(id, 'latest', { ...event, createdAt: now });
            break;
          case 'probe':
            probes.put(id, event.record, now);
            break;
          case 'activity':
            busy.run(event.activity === null ? null : JSON.stringify(event.activity), id);
            break;
          case 'finished':
            ({ step, trainingMs, summary } = event);
            finish.run({ id, status: event.status, at: now, ...reasonColumns(event.reason) });
            break;
          default:
            event satisfies never;
        }
      }
      progress.run({
        ...{ id, step, trainingMs, summary: toJson(summary), changed: counter.next() },
        sparkline: sparkline === null ? null : toBytes(sparkline),
      });
      return true;
    }).immediate,
  };
};
export type Recorder = ReturnType<typeof recorder>;
