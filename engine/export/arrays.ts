/** Arrays with a name and a shape, as files for other programs hold them, and how their axes are put into another order. */

export type ArrayData = Float32Array | Int32Array | BigInt64Array;

export interface NamedArray {
  name: string;
  shape: number[];
  /** Row-major. */
  data: ArrayData;
}

/** Bytes as files have them: little-endian, on every machine this program runs on. */
export const bytesOf = ({ data }: NamedArray): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** Copies the first `size` numbers of anything indexable as float32. */
export const float32 = (values: ArrayLike<number>, size: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => values[i]!);

/**
 * Layers keep the channels of a position beside each other; PyTorch and ONNX keep the positions of a channel beside each
 * other. `values` are `outer` blocks of positions x channels; gives outer x channels x positions.
 */
export function channelsFirst(
  values: Float32Array,
  { outer, channels, positions }: { outer: number; channels: number; positions: number },
): Float32Array {
  if (channels === 1 || positions === 1) return values;
  const out = new Float32Array(values.length);
  for (let o = 0; o < outer; o++) {
    const start = o * channels * positions;
    for (let p = 0; p < positions; p++)
      for (let c = 0; c < channels; c++) out[start + c * positions + p] = values[start + p * channels + c]!;
  }
  return out;
}
