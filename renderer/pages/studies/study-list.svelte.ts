/** All studies, own and built in, moved along while runs move; the verdicts of those that have results. */
import type { StudyPreview, StudyRow } from '../../../app/contract/studies.ts';
import type { StudyResult } from '../../../app/contract/study-results.ts';
import { paced } from '../../charts/paced.ts';
import { client, messageOf } from '../../state/client.ts';

type Verdict = StudyResult['verdict'];

class StudyList {
  rows: readonly StudyRow[] = $state.raw([]);
  loaded = $state(false);
  problem = $state('');
  /** By id; of studies with a criterion of which runs have ended. */
  verdicts: Readonly<Record<string, Verdict>> = $state.raw({});
  /** What is left to run, by id; of studies of which something is left. */
  costs: Readonly<Record<string, StudyPreview>> = $state.raw({});
  readonly refresh = paced(2000, () => void this.load());
  /** What each verdict was asked for, so that nothing is asked twice. */
  readonly #asked: Record<string, string> = {};
  #busy = false;

  async load(): Promise<void> {
    try {
      this.rows = await client.studies.list();
      this.loaded = true;
      this.problem = '';
      if (!this.#busy) await this.#lookCloser();
    } catch (error) {
      this.problem = messageOf(error);
    }
  }

  async #lookCloser(): Promise<void> {
    this.#busy = true;
    try {
      await this.#judge();
      await this.#estimate();
    } finally {
      this.#busy = false;
    }
  }

  /** One after the other: judging reads the numbers of many runs. */
  async #judge(): Promise<void> {
    for (const { id, spec, progress, changed } of this.rows) {
      const key = `${changed} ${progress.ended}`;
      if (spec.criterion === null || progress.ended === 0 || this.#asked[id] === key) continue;
      this.#asked[id] = key;
      const { verdict } = await client.studies.result(id);
      this.verdicts = { ...this.verdicts, [id]: verdict };
    }
  }

  async #estimate(): Promise<void> {
    for (const { id, spec, progress, changed } of this.rows) {
      const key = `${changed} ${progress.ended}`;
      if (progress.ended === progress.runs || this.#asked[`cost ${id}`] === key) continue;
      this.#asked[`cost ${id}`] = key;
      this.costs = { ...this.costs, [id]: await client.studies.preview(spec) };
    }
  }
}

export const studyList = new StudyList();
