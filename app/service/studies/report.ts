/** Gathers what a report of a study tells of its runs together; how it is laid out: ../reports/study. */
import { fileStem } from '../file-stem.ts';
import { studyReport } from '../reports/study/html.ts';
import type { ExportedFile } from '../../contract/exports.ts';
import type { RunService } from '../types.ts';
import type { Store } from '../../store/store.ts';
import type { PlannedStudy } from './plan.ts';
import type { StudyRow } from '../../contract/studies.ts';
import type { StudyResult } from '../../contract/study-results.ts';

/** The report as a file. */
export function exportStudy(
  { store, runs, version }: { store: Store; runs: RunService; version: string },
  row: StudyRow,
  { plan }: PlannedStudy,
  result: StudyResult,
): ExportedFile {
  const ids = [...new Set(result.runs.flatMap(({ runId }) => runId ?? []))];
  const setups = ids.flatMap((id) => store.runs.setup(id) ?? []);
  const datasets = ids.flatMap((id) => store.runs.get(id)?.dataset ?? []);
  const distinct = (texts: string[]): string[] => [...new Set(texts)].sort();
  const content = studyReport(runs, row, result, {
    version,
    example: ids[0] === undefined ? null : runs.get(ids[0]),
    kernels: distinct(setups.flatMap(({ kernels }) => kernels ?? [])),
    versions: distinct(setups.map(({ versions }) => `${versions.normscope} (Node ${versions.node})`)),
    machines: distinct(
      setups.map(({ machine: { platform, arch, cpu, cores } }) => `${cpu}, ${cores} cores, ${platform} ${arch}`),
    ),
    datasets: distinct(datasets.map(({ name, hash }) => `${name} ${hash}`)),
    hashes: plan.cells.map(({ levels, groupHash }) => ({
      cell: levels.map((level, f) => plan.factors[f]!.levels[level]!.label).join(', ') || row.title,
      hash: groupHash,
    })),
  });
  return { fileName: `normscope-${fileStem(row.name)}.html`, contentType: 'text/html; charset=utf-8', content };
}
