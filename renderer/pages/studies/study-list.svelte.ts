/** All studies, own and built in, moved along while runs move; the verdicts of those that have results. */
import type { StudyResult, StudyRow } from '../../../app/api/types.ts';
import { paced } from '../../charts/paced.ts';
import { client, messageOf } from '../../state/client.ts';

type Verdict = StudyResult['verdict'];

class StudyList {
  rows: readonly StudyRow[] = $state.raw([]);
  loaded = $state(false);
  problem = $state('');
  /** By id; of studies with a criterion of which runs have ended. */
  verdicts: Readonly<Record<string, Verdict>> = $state.raw({});
  readonly refresh = paced(2000, () => void this.load());
  /** What each verdict was asked for, so that nothing is asked twice. */
  readonly #asked: Record<string, string> = {};

  async load(): Promise<void> {
    try {
      this.rows = await client.studies.list();
      this.loaded = true;
      this.problem = '';
      await this.#judge();
    } catch (error) {
      this.problem = messageOf(error);
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
}

export const studyList = new StudyList();
