/** Filtering and sorting of runs as the list does it. Pure. */
import type { RunStatus } from '../../../app/contract/run-status.ts';
import type { RunRow } from '../../../app/contract/runs.ts';
import { leaves } from './columns.ts';

/** `status`, `name`, `started`, `duration`, `metric:NAME` or `setting:PATH`. */
export interface Sort {
  key: string;
  descending: boolean;
}

export interface Filter {
  text: string;
  status: RunStatus | '';
  tag: string;
}

/** The runs that a filter lets through: every word must occur in name, tags, dataset, status or id. */
export function filterRuns(rows: readonly RunRow[], filter: Filter): RunRow[] {
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return rows.filter((row) => {
    if (filter.status !== '' && row.status !== filter.status) return false;
    if (filter.tag !== '' && !row.tags.includes(filter.tag)) return false;
    if (words.length === 0) return true;
    const text = [row.name, ...row.tags, row.dataset.name, row.status, row.id].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The runs in the wanted order; runs without a value come last either way, NaN after every number. */
export function sortRuns(rows: readonly RunRow[], sort: Sort | null): RunRow[] {
  if (sort === null) return [...rows];
  const sign = sort.descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const x = valueOf(a, sort.key);
    const y = valueOf(b, sort.key);
    const rank = Number(isBlank(x)) - Number(isBlank(y));
    if (rank !== 0 || isBlank(x)) return rank;
    if (typeof x === 'number' && typeof y === 'number') return sign * (x - y);
    return sign * String(x).localeCompare(String(y), undefined, { numeric: true });
  });
}

const isBlank = (value: unknown): boolean => value === undefined || value === null || Number.isNaN(value);

function valueOf(row: RunRow, key: string): unknown {
  if (key.startsWith('metric:')) return row.summary[key.slice(7)];
  if (key.startsWith('setting:')) {
    const value = leaves(row).get(key.slice(8));
    return typeof value === 'object' ? JSON.stringify(value) : typeof value === 'boolean' ? Number(value) : value;
  }
  switch (key) {
    case 'status':
      return row.status;
    case 'name':
      return row.name;
    case 'started':
      return row.startedAt;
    case 'duration':
      return row.startedAt === null ? null : row.trainingMs;
    default:
      return undefined;
  }
}
