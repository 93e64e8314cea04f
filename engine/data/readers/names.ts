/** Names of files: their last part, and whether several are the same file. */

/** The last part of a path. */
export const leafOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether a name ends in one of these, packed with gzip or not where that is allowed. */
export const endsIn = (endings: readonly string[], packed = false): ((name: string) => boolean) => {
  const pattern = new RegExp(`\\.(${endings.join('|')})${packed ? '(\\.gz)?' : ''}$`, 'i');
  return (name) => pattern.test(name);
};

/** Each file once, and of a file and its packed twin the first that comes, plain before packed in a sorted list. */
export function withoutTwins(names: readonly string[]): string[] {
  const plain = (name: string): string => name.replace(/\.gz$/i, '').toLowerCase();
  return names.filter((name, i) => names.findIndex((other) => plain(other) === plain(name)) === i);
}
