/** Writes arrays as NumPy reads them: NPY 1.0 (numpy/lib/format.py), and NPZ, a ZIP archive of such files. */
import { bytesOf, type ArrayData, type NamedArray } from './arrays.ts';
import { zip, type ZipEntry } from './zip.ts';

/** One array as an NPY file. */
export function npy(array: NamedArray): Uint8Array {
  const shape = array.shape.length === 1 ? `${array.shape[0]},` : array.shape.join(', ');
  const text = `{'descr': '${descriptor(array.data)}', 'fortran_order': False, 'shape': (${shape}), }`;
  // The contents begin at a multiple of 64, after a line break.
  const prefix = 10;
  const padded = `${text.padEnd(64 * Math.ceil((prefix + text.length + 1) / 64) - prefix - 1)}\n`;
  const data = bytesOf(array);
  const bytes = new Uint8Array(prefix + padded.length + data.length);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, padded.length & 0xff, padded.length >> 8]);
  bytes.set(new TextEncoder().encode(padded), prefix);
  bytes.set(data, prefix + padded.length);
  return bytes;
}

/** Pieces of an archive from which numpy.load takes arrays by name. */
export const npz = (arrays: readonly NamedArray[]): Uint8Array[] =>
  zip(arrays.map((array): ZipEntry => ({ name: `${array.name}.npy`, pieces: [npy(array)] })));

function descriptor(data: ArrayData): string {
  if (data instanceof Float32Array) return '<f4';
  return data instanceof Int32Array ? '<i4' : '<i8';
}
