/** What running a study would take, and why it cannot be run, before anything starts. */
import type { FieldIssue } from '../../contract/errors.ts';
import { AppError } from '../../errors.ts';
import type { RunTable } from '../../store/runs.ts';
import { prepareRuns, type DatasetQuestions } from '../create-runs.ts';
import { estimateRun } from '../estimate.ts';
import type { DatasetRow } from '../../contract/datasets.ts';
import type { Estimate } from '../../contract/estimates.ts';
import type { Slot } from './find-runs.ts';
import type { PlannedStudy } from './plan.ts';
import type { StudyPreview } from '../../contract/studies.ts';

/** All that is wrong with the runs of a study, each thing once, with the first levels where it is. */
export async function issuesOfCells({ plan }: PlannedStudy, datasets: DatasetQuestions): Promise<FieldIssue[]> {
  const found = new Map<string, FieldIssue>();
  const seen = new Set<string>();
  for (const { groupHash, levels, spec } of plan.cells) {
    if (seen.has(groupHash)) continue;
    seen.add(groupHash);
    try {
      await prepareRuns({ spec }, datasets, null);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const at = levels.map((level, f) => plan.factors[f]!.levels[level]!.label).join(', ');
      const where = at === '' ? '' : ` (at ${at})`;
      const issues = error.issues.length > 0 ? error.issues : [{ path: 'base', message: error.message }];
      for (const { path, message } of issues)
        if (!found.has(`${path} ${message}`))
          found.set(`${path} ${message}`, { path, message: `${message.replace(/\.$/, '')}${where}` });
    }
  }
  return [...found.values()];
}

/** What one study would take; `workers` runs train at once. Only for studies without issues. */
export function previewOf(
  { plan }: PlannedStudy,
  slots: readonly Slot[],
  about: { runs: Pick<RunTable, 'speeds'>; kernels: string; datasets: readonly DatasetRow[]; workers: number },
): StudyPreview {
  const find = (name: string): DatasetRow | undefined => about.datasets.find((row) => row.name === name);
  const estimates = new Map<string, Estimate>();
  for (const { groupHash, spec } of plan.cells)
    if (!estimates.has(groupHash))
      estimates.set(groupHash, estimateRun(spec, find(spec.data.dataset)!, { ...about, find }));
  let [existing, all, seconds, bytes] = [0, 0, 0, 0];
  for (const { cell, run } of slots) {
    const { groupHash, spec } = plan.cells[cell]!;
    const one = estimates.get(groupHash)!;
    all += one.seconds;
    if (run?.status === 'completed' || run?.status === 'diverged') {
      existing++;
      continue;
    }
    const left = 1 - (run?.step ?? 0) / spec.training.steps;
    seconds += one.seconds * left;
    bytes += one.bytes * left;
  }
  const runs = slots.length;
  return {
    ...{ runs, existing, bytes: Math.round(bytes), perRunSeconds: all / runs, issues: [] },
    seconds: seconds / Math.max(1, Math.min(about.workers, runs - existing)),
  };
}
