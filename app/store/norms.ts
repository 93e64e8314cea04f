/** The tables `norm_layer` and `norm_record`: what each normalization layer looked like at recorded steps. */
import type { Database } from 'better-sqlite3';
import { NORM_FIELDS } from '../../engine/events.ts';
import type { NormEvent, NormField } from '../../engine/events.ts';
import type { NormLayerInfo, NormMatrix } from '../contract/norms.ts';
import { toBytes, toFloat32 } from './chunks.ts';

/** Prepares the statements on norm records; every function is synchronous and joins a transaction that is open. */
export const normTable = (db: Database) => {
  const findLayer = db.prepare<[string, string], { id: number; channels: number }>(
    'SELECT id, channels FROM norm_layer WHERE run_id = ? AND layer = ?',
  );
  const addLayer = db
    .prepare<[string, string, number, number], number>(
      'INSERT INTO norm_layer (run_id, layer, channels, first_step) VALUES (?, ?, ?, ?) RETURNING id',
    )
    .pluck();
  const count = db.prepare('UPDATE norm_layer SET records = records + 1, last_step = ? WHERE id = ?');
  const addRecord = db.prepare('INSERT INTO norm_record (layer_id, step, data) VALUES (?, ?, ?)');
  const readField = db.prepare<[number, number, number, number], { step: number; data: Buffer }>(
    `SELECT step, substr(data, ?, ?) AS data FROM norm_record WHERE layer_id = ? AND step > ? ORDER BY step`,
  );
  const layersOf = db.prepare<[string], { id: number }>('SELECT id FROM norm_layer WHERE run_id = ?');
  const dropRecords = db.prepare('DELETE FROM norm_record WHERE layer_id = ? AND step > ?');
  const recount = db.prepare(
    `UPDATE norm_layer SET records = (SELECT count(*) FROM norm_record WHERE layer_id = @id),
       last_step = coalesce((SELECT max(step) FROM norm_record WHERE layer_id = @id), 0) WHERE id = @id`,
  );
  const layers = db.prepare<[string], NormLayerInfo>(
    `SELECT layer, channels, records, first_step AS firstStep, last_step AS lastStep
     FROM norm_layer WHERE run_id = ? ORDER BY id`,
  );

  return {
    /** Stores one record; throws RangeError when its fields differ in length from each other or from earlier records. */
    append(runId: string, event: NormEvent): void {
      const known = findLayer.get(runId, event.layer);
      const channels = known?.channels ?? event.batchMean.length;
      const data = new Float32Array(NORM_FIELDS.length * channels);
      NORM_FIELDS.forEach((field, index) => {
        if (event[field].length !== channels)
          throw new RangeError(
            `${event.layer} at step ${event.step}: ${field} has ${event[field].length} numbers, expected ${channels}`,
          );
        data.set(event[field], index * channels);
      });
      const id = known?.id ?? addLayer.get(runId, event.layer, channels, event.step)!;
      addRecord.run(id, event.step, toBytes(data));
      count.run(event.step, id);
    },

    /** Forgets the records of a run after `step`. */
    truncate(runId: string, step: number): void {
      for (const { id } of layersOf.all(runId)) {
        dropRecords.run(id, step);
        recount.run({ id });
      }
    },

    /** One field of one layer at the steps greater than `after` (records x channels), or null without such a layer. */
    read(runId: string, layer: string, field: NormField, after = -1): NormMatrix | null {
      const known = findLayer.get(runId, layer);
      if (known === undefined) return null;
      const { id, channels } = known;
      const width = channels * 4;
      const rows = readField.all(NORM_FIELDS.indexOf(field) * width + 1, width, id, after);
      const steps = new Float64Array(rows.length);
      const values = new Float32Array(rows.length * channels);
      rows.forEach(({ step, data }, row) => {
        steps[row] = step;
        values.set(toFloat32(data), row * channels);
      });
      return { layer, field, channels, steps, values };
    },

    /** The normalization layers of a run, from the input on. */
    list: (runId: string): NormLayerInfo[] => layers.all(runId),
  };
};
export type NormTable = ReturnType<typeof normTable>;
