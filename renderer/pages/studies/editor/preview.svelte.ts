/** What the study that is being set up would take, asked after each pause in typing. */
import type { StudyPreview } from '../../../../app/contract/studies.ts';
import { client, messageOf } from '../../../state/client.ts';
import { askSoon } from '../../../state/latest.ts';
import { studyDraft } from './study-draft.svelte.ts';

class Preview {
  answer: StudyPreview | null = $state.raw(null);
  problem = $state('');
  /** Whether `answer` is about what is entered now. */
  current = $state(false);

  /** Follows the draft; to be called in an effect. */
  follow(): (() => void) | undefined {
    this.current = false;
    const { parsed } = studyDraft;
    if (!parsed.ok || !studyDraft.seeds.ok) return undefined;
    const spec = parsed.spec;
    return askSoon(
      (signal) => client.studies.preview(spec, signal),
      (answer) => {
        this.answer = answer;
        this.problem = '';
        this.current = true;
        studyDraft.remote = answer.issues;
      },
      (error) => {
        this.problem = messageOf(error);
      },
    );
  }
}

export const studyPreview = new Preview();
