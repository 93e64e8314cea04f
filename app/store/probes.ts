/** The table `probe`: what was measured inside networks, and when. */
import type { Database } from 'better-sqlite3';
import type { ProbeArray, ProbeRecord } from '../../engine/probes/record.ts';
import { canonicalJson } from '../../engine/spec/canonical.ts';
import { completeProbe, earliestProbe } from '../../engine/spec/history.ts';
import type { ProbeSpec } from '../../engine/spec/schema.ts';
import type { Said } from '../../engine/words/words.ts';
import { decodeNumbers, toJson } from '../contract/numbers.ts';
import type { ProbeArrays, ProbeRow } from '../contract/probes.ts';
import { toBytes, toFloat64, toInt32 } from './chunks.ts';

/** Columns that are read as they are. Named, so that a new field of a row is missed here by the compiler. */
type PlainColumns =
  'id' | 'runId' | 'step' | 'kernels' | 'precision' | 'part' | 'samples' | 'milliseconds' | 'createdAt' | 'problem';

interface Columns extends Pick<ProbeRow, PlainColumns> {
  problemSaid: string | null;
  type: string;
  options: string;
  moment: string;
  statistics: string;
  numbers: string;
  arrays: string;
}

const SELECT = `SELECT id, run_id AS runId, type, step, options, moment, kernels, precision, statistics, part,
  length(samples) / 4 AS samples, took_ms AS milliseconds, created_at AS createdAt, problem,
  problem_said AS problemSaid, numbers, arrays FROM probe`;

const decode = ({ type, options, moment, statistics, numbers, arrays, problemSaid, ...rest }: Columns): ProbeRow => ({
  ...rest,
  probe: completeProbe({
    ...(JSON.parse(options) as ProbeSpec),
    type,
    at: [moment === 'end' ? 'end' : Number(moment)],
  }),
  problemSaid: problemSaid === null ? null : (JSON.parse(problemSaid) as Said),
  statistics: JSON.parse(statistics) as string[],
  numbers: decodeNumbers(JSON.parse(numbers) as ProbeRow['numbers']),
  arrays: JSON.parse(arrays) as ProbeRow['arrays'],
});

/** What tells probes of one type apart: everything but when, in its earliest form, so that earlier records are found. */
const optionsOf = (probe: ProbeSpec): string => {
  const { type: _, at: __, ...options } = earliestProbe(probe);
  return canonicalJson(options);
};

/** Prepares the statements on probes; every function is synchronous and joins a transaction that is open. */
export const probeTable = (db: Database) => {
  const put = db
    .prepare<[Record<string, unknown>], number>(
      `INSERT INTO probe (run_id, type, step, options, moment, kernels, precision, statistics, part, samples, took_ms,
       created_at, problem, problem_said, numbers, arrays, data)
     VALUES (@runId, @type, @step, @options, @moment, @kernels, @precision, @statistics, @part, @samples, @milliseconds,
       @createdAt, @problem, @problemSaid, @numbers, @arrays, @data)
     ON CONFLICT (run_id, type, step, options) DO UPDATE SET moment = excluded.moment, kernels = excluded.kernels,
       precision = excluded.precision, statistics = excluded.statistics, part = excluded.part, samples = excluded.samples,
       took_ms = excluded.took_ms, created_at = excluded.created_at, problem = excluded.problem,
       problem_said = excluded.problem_said, numbers = excluded.numbers,
       arrays = excluded.arrays, data = excluded.data
     RETURNING id`,
    )
    .pluck();
  const list = db.prepare<[string], Columns>(`${SELECT} WHERE run_id = ? ORDER BY type, step, id`);
  const get = db.prepare<[number], Columns>(`${SELECT} WHERE id = ?`);
  const blobs = db.prepare<[number], { samples: Buffer; data: Buffer }>('SELECT samples, data FROM probe WHERE id = ?');
  const find = db
    .prepare<[string, string, number, string], number>(
      'SELECT id FROM probe WHERE run_id = ? AND type = ? AND step = ? AND options = ?',
    )
    .pluck();
  const remove = db.prepare('DELETE FROM probe WHERE id = ?');
  const truncate = db.prepare('DELETE FROM probe WHERE run_id = ? AND step > ?');
  const size = db
    .prepare<[string], number>(
      `SELECT coalesce(sum(length(data) + length(samples) + length(numbers)), 0) FROM probe WHERE run_id = ?`,
    )
    .pluck();

  return {
    /** Stores a record in the place of an earlier one of the same probe at the same step; returns its id. */
    put(runId: string, { probe, samples, arrays, ...rest }: ProbeRecord, createdAt: number): number {
      const { step, kernels, precision, milliseconds, problem, problemSaid } = rest;
      const data = new Float64Array(arrays.reduce((sum, array) => sum + array.data.length, 0));
      let at = 0;
      for (const array of arrays) {
        data.set(array.data, at);
        at += array.data.length;
      }
      return put.get({
        ...{ runId, type: probe.type, step, kernels, precision, milliseconds, problem, createdAt },
        problemSaid: problemSaid === null ? null : JSON.stringify(problemSaid),
        options: optionsOf(probe),
        moment: String(probe.at[0]),
        statistics: JSON.stringify(rest.statistics),
        part: samples.part,
        samples: toBytes(samples.rows),
        numbers: toJson(rest.numbers),
        arrays: JSON.stringify(arrays.map(({ name, shape, axes }) => ({ name, shape, axes }))),
        data: toBytes(data),
      })!;
    },
    /** Records of a run, by type and step. */
    list: (runId: string): ProbeRow[] => list.all(runId).map(decode),
    get(id: number): ProbeRow | undefined {
      const row = get.get(id);
      return row === undefined ? undefined : decode(row);
    },
    /** Samples and arrays of a record; undefined where there is no such record. */
    read(id: number): ProbeArrays | undefined {
      const row = get.get(id);
      const found = blobs.get(id);
      if (row === undefined || found === undefined) return undefined;
      const data = toFloat64(found.data);
      let at = 0;
      const arrays = decode(row).arrays.map((array): ProbeArray => {
        const length = array.shape.reduce((a, b) => a * b, 1);
        return { ...array, data: data.slice(at, (at += length)) };
      });
      return { rows: toInt32(found.samples), arrays };
    },
    /** Those of `probes` that are to be taken at `step` and have no record there, each at this one moment. */
    missing: (runId: string, probes: readonly ProbeSpec[], step: number): ProbeSpec[] =>
      probes
        .filter((probe) => probe.at.includes(step) && find.get(runId, probe.type, step, optionsOf(probe)) === undefined)
        .map((probe) => ({ ...probe, at: [step] })),
    /** False where there is no such record. */
    remove: (id: number): boolean => remove.run(id).changes > 0,
    /** Forgets the records of a run after `step`. */
    truncate(runId: string, step: number): void {
      truncate.run(runId, step);
    },
    /** Bytes that the records of a run take. */
    bytes: (runId: string): number => size.get(runId)!,
  };
};
export type ProbeTable = ReturnType<typeof probeTable>;
