/** Carries a study out and waits for its answer. */
import { existsSync } from 'node:fs';
import { messages, texts } from '../../../engine/words/words.ts';
import { resolve } from 'node:path';
import type { StudySpecInput } from '../../../engine/spec/schema/study.ts';
import { AppError } from '../../errors.ts';
import { formatCount } from '../../view/numbers.ts';
import { formatBytes, formatDuration } from '../../view/units.ts';
import type { RunRow } from '../../contract/runs.ts';
import type { StudyPreview, StudyRow } from '../../contract/studies.ts';
import type { StudyResult } from '../../contract/study-results.ts';
import type { Workbench } from '../../service/types.ts';
import { hasEnded } from '../../service/workbench.ts';
import { findStudy } from './export.ts';
import type { Output } from './output.ts';
import { readJsonFile } from './run-input.ts';
import { barProgress, countProgress, jsonProgress } from './run-progress.ts';
import { watchRuns } from './run.ts';
import { resultLines } from './study-table.ts';

type Planned = Pick<StudyPreview, 'runs' | 'existing' | 'seconds' | 'bytes'> & { title: string };

const t = texts('cli.study-run', {
  allThere: ({ title, runs }: { title: string; runs: number }) =>
    `${title}: all ${formatCount(runs)} runs are there already.`,
  preview: ({ title, runs, existing, seconds, bytes }: Planned) =>
    `${title}: ${formatCount(runs)} runs` +
    (existing === 0 ? '' : `, ${formatCount(existing)} of them there already`) +
    `. ${seconds < 1 ? 'Less than a second' : `About ${formatDuration(1000 * seconds)}`}, ${formatBytes(bytes)}.`,
});

const WRONG = messages('cli.study', {
  'no-file': ({ path }: { path: string }) =>
    `There is no file ${path}. Give a name from "normscope study list", or a file.`,
});

/** 0 when all runs ended and the criterion, where there is one, is met; otherwise 1. */
export async function runStudy(
  workbench: Workbench,
  source: string,
  { seeds, json }: { seeds?: number; json: boolean },
  output: Output,
): Promise<number> {
  const { studies } = workbench;
  const row = readStudy(workbench, source);
  const wanted =
    seeds === undefined ? row.spec : { ...row.spec, seeds: Array.from({ length: seeds }, (_, i) => i + 1) };
  const preview = await studies.preview(wanted);
  if (json) output.json({ event: 'preview', study: identity(row), ...preview });
  else output.say(previewText(row, preview));
  const started = await studies.start(row.id, seeds === undefined ? {} : { seeds });
  await followStudy(workbench, started, json, output);
  const result = await studies.result(started.id);
  const ended = studies.get(started.id);
  if (json) output.json({ event: 'result', study: identity(ended), progress: ended.progress, result });
  else for (const line of resultLines(ended, result)) output.print(line);
  return exitCode(ended, result);
}

const identity = ({ id, name, title, spec }: StudyRow): object => ({ id, name, title, seeds: spec.seeds });

/** A study by name or id, or one from a file, which takes the place of a stored one of its name. */
function readStudy({ studies }: Workbench, source: string): StudyRow {
  const path = resolve(source);
  if (!source.endsWith('.json') && !existsSync(path)) return studies.get(source);
  if (!existsSync(path)) throw new AppError('invalid-input', WRONG['no-file']({ path }));
  const input = readJsonFile(path) as StudySpecInput;
  const named = typeof input?.name === 'string' ? findStudy(studies, input.name) : undefined;
  return studies.save(input, named === undefined || named.createdAt === null ? undefined : named.id);
}

function previewText({ title }: StudyRow, { runs, existing, seconds, bytes, issues }: StudyPreview): string {
  // What is wrong is said when it cannot start.
  if (issues.length > 0) return title;
  return runs === existing ? t.allThere({ title, runs }) : t.preview({ title, runs, existing, seconds, bytes });
}

/** Waits until nothing of a study is under way. Ctrl-C stops it; what was trained is kept, and it can go on. */
async function followStudy(workbench: Workbench, study: StudyRow, json: boolean, output: Output): Promise<void> {
  const { runs } = await workbench.studies.result(study.id);
  const ids = new Set(runs.flatMap(({ runId, status }) => (runId === null || hasEnded(status!) ? [] : [runId])));
  if (ids.size === 0) return;
  const waiting: RunRow[] = [...ids].map((id) => workbench.runs.get(id));
  const progress = json
    ? jsonProgress(output)
    : process.stderr.isTTY
      ? barProgress(waiting)
      : countProgress(output, waiting.length);
  await watchRuns(workbench, waiting, progress, output.say, () => workbench.studies.stop(study.id));
}

function exitCode({ progress, spec }: StudyRow, { verdict }: StudyResult): number {
  if (progress.ended < progress.runs) return 1;
  return spec.criterion === null || verdict?.outcome === 'supported' ? 0 : 1;
}
