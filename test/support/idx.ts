/** IDX files made in memory, for tests. */
import { gzipSync } from 'node:zlib';
import type { SourceFile } from '../../engine/data/readers/source.ts';

/** The bytes of an IDX file of unsigned bytes. */
export function idx(dimensions: number[], elements: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * dimensions.length + elements.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, 8, dimensions.length]);
  dimensions.forEach((dimension, i) => view.setUint32(4 + 4 * i, dimension));
  bytes.set(Uint8Array.from(elements), 4 + 4 * dimensions.length);
  return bytes;
}

/** Images of 2 x 3 pixels and their labels, as a pair of files whose names begin with `prefix`. */
export function idxPair(prefix: string, labels: number[], packed = false): [images: SourceFile, labels: SourceFile] {
  const pixels = labels.flatMap((label, i) => [i, label, 0, 255, 51, (i * 37) % 256]);
  const file = (kind: string, bytes: Uint8Array): SourceFile => ({
    name: `${prefix}-${kind}-ubyte${packed ? '.gz' : ''}`,
    bytes: packed ? gzipSync(bytes) : bytes,
  });
  return [file('images-idx3', idx([labels.length, 2, 3], pixels)), file('labels-idx1', idx([labels.length], labels))];
}

/** A text as a source file. */
export const textFile = (name: string, text: string): SourceFile => ({ name, bytes: new TextEncoder().encode(text) });
