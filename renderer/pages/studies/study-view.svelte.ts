/** One study that is shown: its row, its result so far and what is still to be done, moved along while its runs move. */
import { standingOf } from '../../../app/view/statuses.ts';
import type { StudyPreview, StudyRow } from '../../../app/contract/studies.ts';
import type { StudyResult } from '../../../app/contract/study-results.ts';
import { paced } from '../../charts/paced.ts';
import { client, messageOf } from '../../state/client.ts';
import { runs } from '../../state/runs.svelte.ts';
import { toasts } from '../../state/toasts.svelte.ts';
import type { StudyAction } from './study-status.ts';

export class StudyView {
  row: StudyRow | null = $state.raw(null);
  result: StudyResult | null = $state.raw(null);
  preview: StudyPreview | null = $state.raw(null);
  problem = $state('');
  /** While an action is under way. */
  busy = $state(false);
  readonly refresh = paced(1200, () => void this.load());
  readonly #ref: string;
  /** How many runs had ended when what is left was last asked for. */
  #estimated = -1;

  readonly standing = $derived(this.row === null ? 'new' : standingOf(this.row));
  readonly runIds: readonly string[] = $derived(
    this.result?.runs.flatMap(({ runId }) => (runId === null ? [] : [runId])) ?? [],
  );
  /** Another text whenever anything about one of its runs changes. */
  readonly changed: string = $derived(this.runIds.map((id) => runs.byId.get(id)?.changed ?? 0).join());

  /** `ref` is an id or a name. */
  constructor(ref: string) {
    this.#ref = ref;
  }

  async load(): Promise<void> {
    try {
      const [row, result] = await Promise.all([client.studies.get(this.#ref), client.studies.result(this.#ref)]);
      this.row = row;
      this.result = result;
      this.problem = '';
      const { ended, runs: all } = row.progress;
      if (ended !== this.#estimated && (ended < all || this.preview === null)) {
        this.preview = await client.studies.preview(row.spec);
        this.#estimated = ended;
      }
    } catch (error) {
      this.problem = messageOf(error);
    }
  }

  /** Does what a button says; `seeds` is how many there are to be. */
  async act(action: StudyAction, seeds?: number): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      this.row = await this.#carryOut(action, seeds);
      await this.load();
    } catch (error) {
      toasts.fail(error);
    } finally {
      this.busy = false;
    }
  }

  async predict(text: string | null): Promise<void> {
    try {
      this.row = await client.studies.change(this.#ref, { prediction: text });
    } catch (error) {
      toasts.fail(error);
    }
  }

  close(): void {
    this.refresh.stop();
  }

  #carryOut(action: StudyAction, seeds?: number): Promise<StudyRow> {
    switch (action) {
      case 'start':
      case 'continue':
        return client.studies.start(this.#ref);
      case 'resume':
        return client.studies.resume(this.#ref);
      case 'pause':
        return client.studies.pause(this.#ref);
      case 'stop':
        return client.studies.stop(this.#ref);
      case 'more-seeds':
        return client.studies.start(this.#ref, seeds === undefined ? {} : { seeds });
      default:
        return action satisfies never;
    }
  }
}
