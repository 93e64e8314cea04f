/** What the pages of runs do to several runs at once, with the notice that offers to undo it. */
import { m } from '../../messages/index.ts';
import { client } from '../../state/client.ts';
import { runList } from '../../state/run-list.svelte.ts';
import { runs } from '../../state/runs.svelte.ts';
import { toasts } from '../../state/toasts.svelte.ts';

/** Moves runs to the trash; the notice brings them back. */
export async function moveToTrash(ids: readonly string[]): Promise<void> {
  try {
    runs.put(await client.runs.trash(ids));
    runList.clear();
    toasts.show(m.actions.trashed(ids.length), {
      label: m.shell.undo,
      run: async () => runs.put(await client.runs.restore(ids)),
    });
  } catch (error) {
    toasts.fail(error);
  }
}

/** Takes runs out of the trash; the notice puts them back. */
export async function restore(ids: readonly string[]): Promise<void> {
  try {
    runs.put(await client.runs.restore(ids));
    toasts.show(m.actions.restored(ids.length), {
      label: m.shell.undo,
      run: async () => runs.put(await client.runs.trash(ids)),
    });
  } catch (error) {
    toasts.fail(error);
  }
}

/** Deletes runs in the trash for ever. */
export async function purge(ids: readonly string[]): Promise<void> {
  try {
    const removed = await client.runs.purge(ids);
    runs.drop(ids);
    toasts.show(m.trash.purged(removed));
  } catch (error) {
    toasts.fail(error);
  }
}

/** Adds and removes tags on several runs; the notice of a failure names the first that could not be changed. */
export async function retag(ids: readonly string[], add: readonly string[], remove: readonly string[]): Promise<void> {
  try {
    for (const id of ids) {
      const before = runs.byId.get(id)?.tags ?? [];
      const tags = [...new Set([...before.filter((tag) => !remove.includes(tag)), ...add])];
      if (tags.join('\n') !== before.join('\n')) runs.put([await client.runs.update(id, { tags })]);
    }
  } catch (error) {
    toasts.fail(error);
  }
}
