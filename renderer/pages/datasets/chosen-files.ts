/** Files that a person chose or dropped, with their paths below a folder, where they came as one. */

export interface Chosen {
  files: { file: File; /** Path below the folder, or the name of a single file. */ path: string }[];
  /** Name of the folder, where one was chosen. */
  folder: string | null;
}

/** From a file field. Those of a folder carry its name and their path in it. */
export function chosenFrom(list: FileList | null): Chosen {
  const files = [...(list ?? [])];
  const folder = files[0]?.webkitRelativePath.split('/')[0] ?? '';
  return {
    files: visible(files.map((file) => ({ file, path: file.webkitRelativePath.replace(/^[^/]*\//, '') || file.name }))),
    folder: folder === '' ? null : folder,
  };
}

/** From a drop: files, or one folder with all that is below it. */
export async function droppedFrom(transfer: DataTransfer | null): Promise<Chosen> {
  const entries = [...(transfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const [first] = entries;
  const alone = entries.length === 1 && first?.isDirectory === true;
  const found = await Promise.all(entries.map((entry) => below(entry, alone ? '' : entry.name)));
  return { files: visible(found.flat()), folder: alone ? first.name : null };
}

/** Without hidden files, in the order of their paths. */
const visible = (files: Chosen['files']): Chosen['files'] =>
  files
    .filter(({ path }) => !path.split('/').some((part) => part.startsWith('.')))
    .sort((a, b) => (a.path < b.path ? -1 : 1));

async function below(entry: FileSystemEntry, path: string): Promise<Chosen['files']> {
  if (entry instanceof FileSystemFileEntry)
    return new Promise((resolve, reject) => entry.file((file) => resolve([{ file, path }]), reject));
  if (!(entry instanceof FileSystemDirectoryEntry)) return [];
  const reader = entry.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    // A reader gives some hundred entries at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    entries.push(...some);
  }
  const prefix = path === '' ? '' : `${path}/`;
  return (await Promise.all(entries.map((child) => below(child, `${prefix}${child.name}`)))).flat();
}
