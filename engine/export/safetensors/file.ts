/**
 * Writes arrays in the safetensors format: 8 bytes with the length of the header (little-endian), the header as JSON with
 * type, shape and place of every array, then the numbers one after the other.
 * Source: https://github.com/huggingface/safetensors, "Format".
 */
import { bytesOf, type ArrayData, type NamedArray } from '../arrays.ts';

/** Pieces of the file; `metadata` are texts for whoever opens it. */
export function safetensors(arrays: readonly NamedArray[], metadata: Record<string, string>): Uint8Array[] {
  let offset = 0;
  const entries = arrays.map((array) => {
    const begin = offset;
    offset += array.data.byteLength;
    return [array.name, { dtype: typeName(array.data), shape: array.shape, data_offsets: [begin, offset] }];
  });
  const text = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const header = new TextEncoder().encode(text);
  // Spaces after the header let the numbers begin at a multiple of 8.
  const length = 8 * Math.ceil(header.length / 8);
  const head = new Uint8Array(8 + length).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(length), true);
  head.set(header, 8);
  return [head, ...arrays.map(bytesOf)];
}

function typeName(data: ArrayData): string {
  if (data instanceof Float32Array) return 'F32';
  return data instanceof Int32Array ? 'I32' : 'I64';
}
