/** Joins many files into one for their upload: tens of thousands of parts would take a browser and a server minutes. */

/** More files than this are joined. */
export const MANY = 100;

export interface Packed {
  file: File;
  contents: { name: string; size: number }[];
}

const AT_ONCE = 16;

/** Reads all files, some at a time. Throws the reason of `signal` once it is aborted. */
export async function packFiles(
  files: readonly File[],
  paths: readonly string[],
  { signal, onProgress }: { signal: AbortSignal; onProgress: (done: number, total: number) => void },
): Promise<Packed> {
  const bytes: ArrayBuffer[] = [];
  let next = 0;
  let done = 0;
  const read = async (): Promise<void> => {
    for (let i = next++; i < files.length; i = next++) {
      signal.throwIfAborted();
      bytes[i] = await files[i]!.arrayBuffer();
      onProgress(++done, files.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, read));
  const contents = files.map((file, i) => ({ name: paths[i] ?? file.name, size: bytes[i]!.byteLength }));
  return { file: new File(bytes, 'files'), contents };
}
