/** `normscope list`: the runs of a database, one a line. */
import type { Command } from 'commander';
import { messages, texts } from '../../../engine/words/words.ts';
import { DECISIVE, metricOf } from '../../../engine/metrics.ts';
import { formatMetric } from '../../view/metrics.ts';
import { formatColumnTime } from '../../view/time.ts';
import { nearest } from '../../../engine/spec/parse.ts';
import { AppError } from '../../errors.ts';
import { formatCount } from '../../view/numbers.ts';
import { formatDuration } from '../../view/units.ts';
import { RUN_STATUSES, type RunStatus } from '../../contract/run-status.ts';
import type { RunQuery, RunRow } from '../../contract/runs.ts';
import { alignedTable, brief } from './output.ts';
import { withWorkbench } from './session.ts';
import type { Session } from './session.ts';
import { shared } from './words.ts';

const t = texts('cli.list', {
  description: 'list runs, the newest first',
  filter: 'words that must occur; status:completed and tag:NAME narrow it down',
  noRuns: 'No runs yet. Start one with: normscope run ring-and-disc',
  noMatch: 'No run matches the filter.',
  id: 'id',
  status: 'status',
  name: 'name',
  seed: 'seed',
  accuracy: 'val accuracy',
  steps: 'steps',
  started: 'started',
  duration: 'duration',
});

const WRONG = messages('cli.filter', {
  status: ({ given, allowed, near }: { given: string; allowed: readonly string[]; near: string | null }) =>
    `--filter asks for the status ${JSON.stringify(given)}. ` +
    (near === null ? `Allowed: ${allowed.join(', ')}.` : `Did you mean ${near}?`),
  'several-tags': '--filter asks for several tags; give one.',
});

interface ListOptions {
  filter?: string;
  db?: string;
  json: boolean;
}

/** Adds the command. */
export function addList(program: Command, session: Session): void {
  program
    .command('list')
    .description(t.description)
    .option('--filter <words>', t.filter)
    .option('--db <file>', shared.database)
    .option('--json', shared.jsonLines, false)
    .action(async (options: ListOptions) => {
      const query = readFilter(options.filter ?? '');
      await withWorkbench(session, { ...options, look: true }, ({ runs }) => {
        const found = runs.list(query).sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
        if (options.json) for (const run of found) session.output.json(run);
        else if (found.length === 0) session.output.say(options.filter === undefined ? t.noRuns : t.noMatch);
        else for (const line of runTable(found, runs.list())) session.output.print(line);
      });
    });
}

/** Words, `status:...` and `tag:...` as a query. Throws AppError `invalid-input` for a status that there is not. */
export function readFilter(filter: string): RunQuery {
  const words = filter.split(/\s+/).filter(Boolean);
  const valuesOf = (key: string): string[] =>
    words.filter((word) => word.startsWith(`${key}:`)).map((word) => word.slice(key.length + 1));
  const status = valuesOf('status').map((value): RunStatus => {
    const known = RUN_STATUSES.find((one) => one === value);
    if (known !== undefined) return known;
    const near = nearest(value, RUN_STATUSES);
    throw new AppError('invalid-input', WRONG.status({ given: value, allowed: RUN_STATUSES, near }));
  });
  const tags = valuesOf('tag');
  if (tags.length > 1) throw new AppError('invalid-input', WRONG['several-tags']());
  const text = words.filter((word) => !/^(status|tag):/.test(word)).join(' ');
  return { text, ...(status.length > 0 ? { status } : {}), ...(tags[0] === undefined ? {} : { tag: tags[0] }) };
}

/** Shortest start of an id that is ever shown: ids begin with the time, and this many digits tell milliseconds apart. */
const SHORTEST = 13;

/** The shortest start of each id by which no other run can be meant. `all` are all runs that could be. */
export function shortIds(all: readonly Pick<RunRow, 'id'>[]): Map<string, string> {
  const ids = all.map((run) => run.id).sort();
  const shared = (a: string, b: string | undefined): number => {
    let length = 0;
    while (b !== undefined && length < a.length && a[length] === b[length]) length++;
    return length;
  };
  return new Map(
    ids.map((id, index) => {
      const needed = Math.max(shared(id, ids[index - 1]), shared(id, ids[index + 1])) + 1;
      return [id, id.slice(0, Math.max(SHORTEST, needed)).replace(/-$/, '')];
    }),
  );
}

const accuracy = ({ summary }: RunRow): string => {
  const metric = DECISIVE.find((name) => summary[name] !== undefined && metricOf(name).measure === 'accuracy');
  return metric === undefined ? '–' : formatMetric(metric, summary[metric]);
};

/** An aligned table of runs. `all` are all runs of the database, so that the ids shown are unique in it. */
export function runTable(rows: readonly RunRow[], all: readonly RunRow[]): string[] {
  const ids = shortIds([...new Map([...all, ...rows].map((run) => [run.id, run])).values()]);
  const columns = [
    { title: t.id },
    { title: t.status },
    { title: t.name },
    { title: t.seed, right: true },
    { title: t.accuracy, right: true },
    { title: t.steps, right: true },
    { title: t.started },
    { title: t.duration, right: true },
  ];
  return alignedTable(
    columns,
    rows.map((run) => [
      ids.get(run.id)!,
      run.status,
      brief(run.name, 44),
      String(run.spec.seed),
      accuracy(run),
      run.step === run.spec.training.steps
        ? formatCount(run.step)
        : shared.of({ done: run.step, total: run.spec.training.steps }),
      formatColumnTime(run.startedAt),
      run.step === 0 ? '–' : formatDuration(run.trainingMs),
    ]),
  );
}
