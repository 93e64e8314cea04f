/** The tables `series` and `series_chunk`: one number a step. The layout of a chunk is in chunks.ts. */
import type { Database } from 'better-sqlite3';
import type { SeriesInfo, SeriesPoints } from '../contract/series.ts';
import { appendValues, chunkFacts, lastStep, toBytes, toFloat64 } from './chunks.ts';
import type { Chunk } from './chunks.ts';

interface ChunkRow {
  firstStep: number;
  stride: number;
  data: Buffer;
}

/** Prepares the statements on series; every function is synchronous and joins a transaction that is open. */
export const seriesTable = (db: Database) => {
  const addSeries = db
    .prepare<[string, string], number>('INSERT INTO series (run_id, name) VALUES (?, ?) RETURNING id')
    .pluck();
  const findSeries = db
    .prepare<[string, string], number>('SELECT id FROM series WHERE run_id = ? AND name = ?')
    .pluck();
  const seriesOf = db.prepare<[string], { id: number; name: string }>('SELECT id, name FROM series WHERE run_id = ?');
  const dropChunks = db.prepare('DELETE FROM series_chunk WHERE series_id = ? AND first_step > ?');
  const openChunk = db.prepare<[number], ChunkRow>(
    `SELECT first_step AS firstStep, stride, data FROM series_chunk
     WHERE series_id = ? ORDER BY first_step DESC LIMIT 1`,
  );
  const putChunk = db.prepare(
    `INSERT INTO series_chunk (series_id, first_step, stride, count, minimum, maximum, last, non_finite, data)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (series_id, first_step) DO UPDATE SET stride = excluded.stride, count = excluded.count,
       minimum = excluded.minimum, maximum = excluded.maximum, last = excluded.last,
       non_finite = excluded.non_finite, data = excluded.data`,
  );
  // The chunk that holds the first wanted step starts at or before it.
  const chunksFrom = db.prepare<{ series: number; step: number }, ChunkRow>(
    `SELECT first_step AS firstStep, stride, data FROM series_chunk
     WHERE series_id = @series AND first_step >= coalesce(
       (SELECT max(first_step) FROM series_chunk WHERE series_id = @series AND first_step <= @step), 0)
     ORDER BY first_step`,
  );
  const facts = db.prepare<[string], SeriesInfo>(
    `SELECT series.name, sum(c.count) AS count, min(c.first_step) AS firstStep,
       max(c.first_step + (c.count - 1) * c.stride) AS lastStep, min(c.minimum) AS min, max(c.maximum) AS max,
       sum(c.non_finite) AS nonFinite,
       (SELECT last FROM series_chunk WHERE series_id = series.id ORDER BY first_step DESC LIMIT 1) AS last
     FROM series JOIN series_chunk c ON c.series_id = series.id
     WHERE series.run_id = ? GROUP BY series.id ORDER BY series.id`,
  );

  const decode = ({ firstStep, stride, data }: ChunkRow): Chunk => ({ firstStep, stride, values: toFloat64(data) });

  return {
    /** Appends values at `firstStep`, `firstStep + stride`, ...; throws RangeError when steps go back. */
    append(runId: string, name: string, firstStep: number, stride: number, values: Float64Array): void {
      const id = findSeries.get(runId, name) ?? addSeries.get(runId, name)!;
      const open = openChunk.get(id);
      for (const chunk of appendValues(open === undefined ? null : decode(open), firstStep, stride, values)) {
        const { minimum, maximum, last, nonFinite } = chunkFacts(chunk.values);
        const { firstStep: first, stride: spacing, values: kept } = chunk;
        putChunk.run(id, first, spacing, kept.length, minimum, maximum, last, nonFinite, toBytes(kept));
      }
    },

    /** Forgets the values of every series of a run after the step that `limitOf` its name gives. */
    truncate(runId: string, limitOf: (name: string) => number): void {
      for (const { id, name } of seriesOf.all(runId)) {
        const limit = limitOf(name);
        dropChunks.run(id, limit);
        const open = openChunk.get(id);
        if (open === undefined) continue;
        const { firstStep, stride, values } = decode(open);
        const kept = values.slice(0, Math.floor((limit - firstStep) / stride) + 1);
        if (kept.length === values.length) continue;
        const { minimum, maximum, last, nonFinite } = chunkFacts(kept);
        putChunk.run(id, firstStep, stride, kept.length, minimum, maximum, last, nonFinite, toBytes(kept));
      }
    },

    /** Points of a series with steps greater than `after`; empty for a series that does not exist. */
    read(runId: string, name: string, after = -Infinity): SeriesPoints {
      const id = findSeries.get(runId, name);
      const from = Math.max(after, -1) + 1;
      const chunks = id === undefined ? [] : chunksFrom.all({ series: id, step: from }).map(decode);
      const length = chunks.reduce((sum, chunk) => sum + chunk.values.length, 0);
      const steps = new Float64Array(length);
      const values = new Float64Array(length);
      let used = 0;
      for (const chunk of chunks) {
        if (lastStep(chunk) <= after) continue;
        const skipped = chunk.firstStep > after ? 0 : Math.floor((after - chunk.firstStep) / chunk.stride) + 1;
        for (let i = skipped; i < chunk.values.length; i++) {
          steps[used] = chunk.firstStep + i * chunk.stride;
          values[used] = chunk.values[i]!;
          used += 1;
        }
      }
      return { steps: steps.slice(0, used), values: values.slice(0, used) };
    },

    /** All series of a run, in the order in which they were first written. */
    list(runId: string): SeriesInfo[] {
      return facts.all(runId).map((row) => ({ ...row, last: row.last ?? NaN }));
    },
  };
};
export type SeriesTable = ReturnType<typeof seriesTable>;
