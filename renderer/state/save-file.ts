/** Saves what the page holds as a file of the reader's. Reports come straight from the service. */

/** Long enough for any browser to have begun reading. */
const KEEP_MS = 60_000;

/** Offers `contents` as a download named `name`. */
export function saveFile(name: string, contents: Blob): void {
  const url = URL.createObjectURL(contents);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}
