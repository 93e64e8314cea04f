/** The table `counter`: one number that grows with every change, so that "what changed since N" is a cheap question. */
import type { Database } from 'better-sqlite3';

export const counterTable = (db: Database) => {
  const next = db
    .prepare<[], number>(`UPDATE counter SET value = value + 1 WHERE name = 'change' RETURNING value`)
    .pluck();
  const read = db.prepare<[string], number>('SELECT value FROM counter WHERE name = ?').pluck();
  const mark = db.prepare<[number, string]>(`UPDATE counter SET value = ? WHERE name = ?`);

  return {
    /** Counts one more change and returns its number. */
    next: (): number => next.get()!,
    /** The number of the latest change. */
    current: (): number => read.get('change')!,
    /** Notes that the set of datasets changed. */
    datasetsChanged(): void {
      mark.run(next.get()!, 'dataset');
    },
    /** The number of the latest change of the set of datasets. */
    datasets: (): number => read.get('dataset')!,
    /** Notes that a study changed, came or went; returns the number of the change. */
    studiesChanged(): number {
      const change = next.get()!;
      mark.run(change, 'study');
      return change;
    },
    /** The number of the latest change of studies. */
    studies: (): number => read.get('study')!,
    /** A number that differs from the last one when another connection has written. */
    foreignWrites: (): number => db.pragma('data_version', { simple: true }) as number,
  };
};
export type CounterTable = ReturnType<typeof counterTable>;
