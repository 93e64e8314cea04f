/** Deletes a study of the person; the notice brings it back with what was predicted and noted. */
import type { StudyRow } from '../../../app/contract/studies.ts';
import { m } from '../../messages/index.ts';
import { client } from '../../state/client.ts';
import { router } from '../../state/router.svelte.ts';
import { toasts } from '../../state/toasts.svelte.ts';

export async function removeStudy({ id, title, spec, prediction, note }: StudyRow): Promise<void> {
  try {
    await client.studies.remove(id);
    router.go({ page: 'studies' });
    toasts.show(m.study.removed(title), {
      label: m.shell.undo,
      run: async () => {
        const again = await client.studies.create(spec);
        await client.studies.change(again.id, { prediction, note });
        router.go({ page: 'study', ref: again.id });
      },
    });
  } catch (error) {
    toasts.fail(error);
  }
}
