/** An import while it is being prepared: files, what they would become, options, name. Nothing is kept until it is confirmed. */
import type { ImportOptions, ImportPreview } from '../../../app/api/types.ts';
import { m } from '../../messages/index.ts';
import { client, messageOf } from '../../state/client.ts';
import { datasets } from '../../state/datasets.svelte.ts';

export class Import {
  files: readonly File[] = $state.raw([]);
  preview: ImportPreview | null = $state.raw(null);
  options: ImportOptions = $state.raw({});
  name = $state('');
  /** What is being done at the moment. */
  busy: '' | 'reading' | 'importing' = $state('');
  problem = $state('');
  #asked = 0;

  readonly nameProblem = $derived(
    this.name.trim() === ''
      ? m.importing.nameEmpty
      : datasets.find(this.name.trim())
        ? m.importing.nameTaken(this.name.trim())
        : '',
  );
  readonly ready = $derived(
    this.preview !== null && this.preview.problems.length === 0 && this.nameProblem === '' && this.busy === '',
  );

  async choose(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    this.files = files;
    this.options = {};
    this.preview = null;
    if (this.name === '') this.name = suggestedName(files[0]?.name ?? '');
    await this.read();
  }

  /** Changes an option and reads the files again with it. */
  async set(change: ImportOptions): Promise<void> {
    this.options = { ...this.options, ...change };
    await this.read();
  }

  async read(): Promise<void> {
    const asked = ++this.#asked;
    this.busy = 'reading';
    this.problem = '';
    try {
      const preview = await client.datasets.preview(this.files, this.options);
      if (asked === this.#asked) this.preview = preview;
    } catch (error) {
      if (asked !== this.#asked) return;
      this.preview = null;
      this.problem = messageOf(error);
    }
    if (asked === this.#asked) this.busy = '';
  }

  /** Imports; true when it is done. */
  async confirm(): Promise<boolean> {
    this.busy = 'importing';
    this.problem = '';
    try {
      await client.datasets.add(this.name.trim(), this.files, this.options);
      await datasets.load();
      return true;
    } catch (error) {
      this.problem = messageOf(error);
      return false;
    } finally {
      this.busy = '';
    }
  }
}

/** The first file's name without its endings and without what IDX files add. */
function suggestedName(file: string): string {
  return file
    .replace(/(\.(gz|csv|tsv|txt|idx))+$/i, '')
    .replace(/[-_.](images|labels)?[-_.]?idx\d[-_.]u?byte$/i, '')
    .replace(/[^\w.-]+/g, '-')
    .toLowerCase();
}
