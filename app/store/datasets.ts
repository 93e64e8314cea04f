/** The table `dataset`: which datasets there are and where their contents lie. Not for the contents themselves. */
import type { Database } from 'better-sqlite3';
import type { DatasetInfo } from '../../engine/data/dataset.ts';
import type { DatasetRow } from '../contract/datasets.ts';
import type { CounterTable } from './counter.ts';

/** A registered dataset. */
export interface StoredDataset extends Pick<DatasetRow, 'name' | 'hash' | 'classCounts' | 'importedAt'> {
  info: DatasetInfo;
  /** File name inside the data folder. */
  file: string;
}

interface DatasetColumns extends Omit<StoredDataset, 'info' | 'classCounts'> {
  info: string;
  classCounts: string;
}

const SELECT = `SELECT name, hash, info, class_counts AS classCounts, file, imported_at AS importedAt FROM dataset`;

const decode = (row: DatasetColumns): StoredDataset => ({
  ...row,
  info: JSON.parse(row.info) as DatasetInfo,
  classCounts: JSON.parse(row.classCounts) as number[],
});

/** Prepares the statements on the registry; every function is synchronous. */
export const datasetTable = (db: Database, counter: CounterTable) => {
  const list = db.prepare<[], DatasetColumns>(`${SELECT} ORDER BY name`);
  const get = db.prepare<[string], DatasetColumns>(`${SELECT} WHERE name = ?`);
  const add = db.prepare(
    `INSERT INTO dataset (name, hash, info, class_counts, file, imported_at)
     VALUES (@name, @hash, @info, @classCounts, @file, @importedAt)
     ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, info = excluded.info,
       class_counts = excluded.class_counts, file = excluded.file, imported_at = excluded.imported_at`,
  );
  const remove = db.prepare('DELETE FROM dataset WHERE name = ?');

  return {
    list: (): StoredDataset[] => list.all().map(decode),
    get(name: string): StoredDataset | undefined {
      const row = get.get(name);
      return row === undefined ? undefined : decode(row);
    },
    /** Adds a dataset, or replaces the one of that name. */
    add: db.transaction((dataset: StoredDataset): void => {
      const { info, classCounts } = dataset;
      add.run({ ...dataset, info: JSON.stringify(info), classCounts: JSON.stringify(classCounts) });
      counter.datasetsChanged();
    }).immediate,
    /** Takes a dataset out of the registry; false when there is none of that name. */
    remove: db.transaction((name: string): boolean => {
      if (remove.run(name).changes === 0) return false;
      counter.datasetsChanged();
      return true;
    }).immediate,
  };
};
export type DatasetTable = ReturnType<typeof datasetTable>;
