/** An import while it is being prepared: files, what they would become, options, name. Nothing is kept until it is confirmed. */
import { suggestedName, type ImportOptions, type ImportPreview } from '../../../app/contract/imports.ts';
import { m } from '../../messages/index.ts';
import type { UploadWork } from '../../../app/api/client.ts';
import { client, messageOf } from '../../state/client.ts';
import { datasets } from '../../state/datasets.svelte.ts';
import type { Chosen } from './chosen-files.ts';
import { MANY, packFiles, type Packed } from './pack-files.ts';

const ASK_MS = 300;

export class Import {
  files: readonly File[] = $state.raw([]);
  /** What each file is called: its path below the chosen folder. */
  paths: readonly string[] = $state.raw([]);
  preview: ImportPreview | null = $state.raw(null);
  options: ImportOptions = $state.raw({});
  name = $state('');
  /** What is being done at the moment. */
  busy: '' | 'reading' | 'importing' = $state('');
  problem = $state('');
  /** Files read so far, of all; 0 of 0 while that is not known. */
  progress = $state.raw({ done: 0, total: 0 });
  /** The files joined into one, where there are many; kept, so that they are read only once. */
  #packed: Packed | null = null;
  #asked = 0;
  #work: { job: string; abort: AbortController } | null = null;

  readonly nameProblem = $derived(
    this.name.trim() === ''
      ? m.importing.nameEmpty
      : datasets.find(this.name.trim())
        ? m.importing.nameTaken(this.name.trim())
        : '',
  );
  /** Reading was stopped: the files are chosen, and nothing is known of them. */
  readonly unread = $derived(this.files.length > 0 && this.preview === null && this.busy === '' && this.problem === '');
  readonly ready = $derived(
    this.preview !== null && this.preview.problems.length === 0 && this.nameProblem === '' && this.busy === '',
  );

  async choose({ files, folder }: Chosen): Promise<void> {
    if (files.length === 0) return;
    this.files = files.map(({ file }) => file);
    this.paths = files.map(({ path }) => path);
    this.#packed = null;
    this.options = {};
    this.preview = null;
    if (this.name === '') this.name = suggestedName(folder ?? files[0]?.file.name ?? '');
    await this.read();
  }

  /** Ends what is being done; nothing of it is kept. */
  stop(): void {
    if (this.#work === null) return;
    this.#asked += 1;
    this.#work.abort.abort();
    void client.datasets.stop(this.#work.job).catch(() => undefined);
    this.#work = null;
    this.busy = '';
  }

  /** Changes an option, or leaves it to be found out where it is undefined, and reads the files again. */
  async set(name: string, value: unknown): Promise<void> {
    const { [name as keyof ImportOptions]: _, ...others } = this.options;
    this.options = value === undefined ? others : { ...others, [name]: value };
    await this.read();
  }

  async read(): Promise<void> {
    const asked = ++this.#asked;
    this.busy = 'reading';
    this.problem = '';
    try {
      const preview = await this.#follow((files, work) => client.datasets.preview(files, this.options, work));
      if (asked === this.#asked) this.preview = preview;
    } catch (error) {
      if (asked !== this.#asked) return;
      this.preview = null;
      this.problem = messageOf(error);
    }
    if (asked === this.#asked) this.busy = '';
  }

  /** Does work on the files and asks meanwhile how far it is. */
  async #follow<T>(start: (files: readonly File[], work: UploadWork) => Promise<T>): Promise<T> {
    const work = { job: crypto.randomUUID(), abort: new AbortController() };
    this.#work?.abort.abort();
    this.#work = work;
    this.progress = { done: 0, total: 0 };
    const ask = setInterval(() => {
      client.datasets.progress(work.job).then(
        (progress) => {
          if (this.#work === work && progress.total > 0) this.progress = progress;
        },
        () => undefined,
      );
    }, ASK_MS);
    try {
      const { job, abort } = work;
      const { signal } = abort;
      if (this.files.length <= MANY) return await start(this.files, { job, signal, paths: this.paths });
      this.#packed ??= await packFiles(this.files, this.paths, {
        signal,
        onProgress: (done, total) => {
          if (done % 100 === 0) this.progress = { done, total };
        },
      });
      this.progress = { done: 0, total: 0 };
      return await start([this.#packed.file], { job, signal, contents: this.#packed.contents });
    } finally {
      clearInterval(ask);
      if (this.#work === work) this.#work = null;
    }
  }

  /** Imports; true when it is done. */
  async confirm(): Promise<boolean> {
    const asked = ++this.#asked;
    this.busy = 'importing';
    this.problem = '';
    try {
      await this.#follow((files, work) => client.datasets.add(this.name.trim(), files, this.options, work));
      await datasets.load();
      return true;
    } catch (error) {
      if (asked === this.#asked) this.problem = messageOf(error);
      return false;
    } finally {
      if (asked === this.#asked) this.busy = '';
    }
  }
}
