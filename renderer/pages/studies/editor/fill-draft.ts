/** Fills the editor from what its address names: another study, a preset, or runs. */
import { client } from '../../../state/client.ts';
import { m } from '../../../messages/index.ts';
import { studyDraft } from './study-draft.svelte.ts';
import { studyOfRuns } from './from-runs.ts';

export interface Start {
  copy: string | undefined;
  preset: string | undefined;
  runs: readonly string[] | undefined;
}

/** Rejects with the API's error where the study or a run is gone. */
export async function fillDraft({ copy, preset, runs }: Start): Promise<void> {
  if (copy !== undefined) studyDraft.copy((await client.studies.get(copy)).spec);
  else if (preset !== undefined) {
    studyDraft.clear();
    studyDraft.usePreset(preset);
  } else if (runs !== undefined) await fillFromRuns(runs);
}

async function fillFromRuns(ids: readonly string[]): Promise<void> {
  const first = await client.runs.get(ids[0]!);
  studyDraft.clear();
  studyDraft.useRun(first);
  if (ids.length < 2) return;
  const comparison = await client.compare(ids);
  const { factors, seeds } = studyOfRuns(comparison.runs, comparison.spec);
  studyDraft.setFactors(
    factors,
    factors.map(() => null),
  );
  studyDraft.seedsText = seeds.join(', ');
  studyDraft.title = m.studyEditor.titleOfRuns(factors.map(({ name }) => name).join(', ') || first.name);
}
