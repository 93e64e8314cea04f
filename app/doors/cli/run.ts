/** `normscope run`: carries out one run a seed, and waits for them. */
import type { Command } from 'commander';
import { texts } from '../../../engine/words/words.ts';
import type { RunRow } from '../../contract/runs.ts';
import type { Workbench } from '../../service/types.ts';
import { hasEnded } from '../../service/workbench.ts';
import { runTable } from './list.ts';
import { readRunInput } from './run-input.ts';
import { barProgress, jsonProgress, lineProgress } from './run-progress.ts';
import type { Progress } from './run-progress.ts';
import { withWorkbench } from './session.ts';
import type { Session } from './session.ts';
import { sayStored, shared } from './words.ts';

const t = texts('cli.run', {
  description: 'train: a preset, or a specification in a JSON file',
  source: 'file, or one of "normscope preset list"',
  seed: 'one run a seed; the one in the specification where not given',
  set: 'change a field, e.g. --set optimizer.learningRate=0.1',
  name: 'how the run is listed',
  stopping: 'Stopping; what was trained is kept. Once more to quit at once.',
});

interface RunOptions {
  seed: string[];
  set: string[];
  name?: string;
  db?: string;
  json: boolean;
}

/** Adds the command. */
export function addRun(program: Command, session: Session): void {
  program
    .command('run')
    .description(t.description)
    .argument('[spec.json|preset]', t.source)
    .option('--seed <n...>', t.seed, [])
    .option('--set <path=value...>', t.set, [])
    .option('--name <name>', t.name)
    .option('--db <file>', shared.database)
    .option('--json', shared.jsonLines, false)
    .action(async (source: string | undefined, { seed, set, name, ...options }: RunOptions) => {
      const input = readRunInput({ source: source ?? null, seed, set, ...(name === undefined ? {} : { name }) });
      session.exitCode = await withWorkbench(session, { ...options, look: false }, async (workbench) =>
        follow(workbench, await workbench.runs.create(input), options, session),
      );
    });
}

/** Follows queued runs to their ends; 0 when all were completed, otherwise 1. */
export async function follow(
  workbench: Workbench,
  started: readonly RunRow[],
  { json }: { json: boolean },
  { output }: Session,
): Promise<number> {
  const progress: Progress = json
    ? jsonProgress(output)
    : process.stderr.isTTY
      ? barProgress(started)
      : lineProgress(output);
  const stop = (): void => {
    for (const { id } of started) if (!hasEnded(workbench.runs.get(id).status)) workbench.runs.stop(id);
  };
  const ended = await watchRuns(workbench, started, progress, output.say, stop);
  if (!json) report(ended, workbench, output);
  return ended.every((run) => run.status === 'completed') ? 0 : 1;
}

/** Tells `progress` of runs until all have ended; `stop` is what Ctrl-C asks for. Returns them as they ended. */
export async function watchRuns(
  workbench: Workbench,
  started: readonly RunRow[],
  progress: Progress,
  say: (line: string) => void,
  stop: () => void,
): Promise<RunRow[]> {
  const ids = new Set(started.map((run) => run.id));
  let cursor = Math.min(...started.map((run) => run.changed)) - 1;
  const look = (): void => {
    const changes = workbench.changesSince(cursor);
    cursor = changes.cursor;
    for (const run of changes.runs) if (ids.has(run.id)) progress.update(run);
  };
  const release = stopOnSignal(stop, say);
  const unsubscribe = workbench.subscribe(look);
  try {
    const ended = await Promise.all(started.map((run) => workbench.finished(run.id)));
    ended.forEach(progress.update);
    return ended;
  } finally {
    unsubscribe();
    release();
    progress.end();
  }
}

function report(ended: readonly RunRow[], workbench: Workbench, { print, say }: Session['output']): void {
  for (const line of runTable(ended, workbench.runs.list())) print(line);
  for (const { status, reason, reasonSaid } of ended)
    if (status !== 'completed' && reason !== '') say(sayStored(reason, reasonSaid));
}

/** Ctrl-C asks the runs to stop, so that what they have is kept; a second one ends the program at once. */
function stopOnSignal(stop: () => void, say: (line: string) => void): () => void {
  let asked = false;
  const hear = (signal: NodeJS.Signals): void => {
    if (asked) process.exit(signal === 'SIGINT' ? 130 : 143);
    asked = true;
    say(`\n${t.stopping}`);
    stop();
  };
  process.on('SIGINT', hear);
  process.on('SIGTERM', hear);
  return () => {
    process.off('SIGINT', hear);
    process.off('SIGTERM', hear);
  };
}
