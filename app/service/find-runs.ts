/** Finding runs: by what a person types for one run, and by the words and filters of a list. */
import { formatUtcTime } from '../view/time.ts';
import { nearest } from '../../engine/spec/parse.ts';
import { AppError } from '../errors.ts';
import type { RunTable } from '../store/runs.ts';
import type { RunQuery, RunRow } from '../contract/runs.ts';

const CANDIDATES = 8;

const describe = (run: RunRow): string => `${run.id} (${run.name}, ${run.status}, ${formatUtcTime(run.createdAt)})`;

const ambiguous = (ref: string, what: string, runs: RunRow[]): AppError =>
  new AppError(
    'ambiguous',
    `${what} ${JSON.stringify(ref)}; give the id of one of them: ` +
      runs.slice(0, CANDIDATES).map(describe).join(', ') +
      (runs.length > CANDIDATES ? `, and ${runs.length - CANDIDATES} more` : '') +
      '.',
  );

/** Runs outside the trash come first: one in the trash is only meant when there is no other. */
const preferListed = (runs: RunRow[]): RunRow[] => {
  const listed = runs.filter((run) => run.trashedAt === null);
  return listed.length > 0 ? listed : runs;
};

/** The run with this id, name or unique start of an id. Throws AppError `not-found` or `ambiguous`. */
export const findRun = (table: Pick<RunTable, 'get' | 'named' | 'startingWith' | 'list'>, ref: string): RunRow => {
  const exact = table.get(ref);
  if (exact !== undefined) return exact;
  const named = preferListed(table.named(ref));
  if (named.length > 1) throw ambiguous(ref, `${named.length} runs are named`, named);
  if (named[0] !== undefined) return named[0];
  const begun = ref === '' ? [] : preferListed(table.startingWith(ref.toLowerCase()));
  if (begun.length > 1) throw ambiguous(ref, 'Several run ids start with', begun);
  if (begun[0] !== undefined) return begun[0];
  const names = [...new Set(table.list(false).map((run) => run.name))];
  const near = nearest(ref, names);
  const hint =
    names.length === 0
      ? 'No run was made yet.'
      : near === null
        ? '`normscope list` shows all.'
        : `Did you mean ${JSON.stringify(near)}?`;
  throw new AppError('not-found', `There is no run with the id or name ${JSON.stringify(ref)}. ${hint}`);
};

/** Whether a run has all the words of a query in its name, tags, status, dataset or id, and passes its filters. */
export const runMatches = (query: RunQuery): ((run: RunRow) => boolean) => {
  const words = (query.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return (run) => {
    if (query.status !== undefined && query.status.length > 0 && !query.status.includes(run.status)) return false;
    if (query.tag !== undefined && query.tag !== '' && !run.tags.includes(query.tag)) return false;
    if (words.length === 0) return true;
    const text = [run.name, ...run.tags, run.status, run.dataset.name, run.id].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  };
};
