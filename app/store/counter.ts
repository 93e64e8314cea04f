/** The table `counter`: one number that grows with every change, so that "what changed since N" is a cheap question. */
import type { Database } from 'better-sqlite3';

export const counterTable = (db: Database) => {
  const next = db
    .prepare<[], number>(`UPDATE counter SET value = value + 1 WHERE name = 'change' RETURNING value`)
    .pluck();
  const read = db.prepare<[string], number>('SELECT value FROM counter WHERE name = ?').pluck();
  const markDatasets = db.prepare<[number]>(`UPDATE counter SET value = ? WHERE name = 'dataset'`);

  return {
    /** Counts one more change and returns its number. */
    next: (): number => next.get()!,
    /** The number of the latest change. */
    current: (): number => read.get('change')!,
    /** Notes that the set of datasets changed. */
    datasetsChanged(): void {
      markDatasets.run(next.get()!);
    },
    /** The number of the latest change of the set of datasets. */
    datasets: (): number => read.get('dataset')!,
    /** A number that differs from the last one when another connection has written. */
    foreignWrites: (): number => db.pragma('data_version', { simple: true }) as number,
  };
};
export type CounterTable = ReturnType<typeof counterTable>;
