/**
 * The chunk codec: a series of numbers as blocks of up to 1,000 float64 values at evenly spaced steps. Pure functions;
 * not for the tables (series.ts). Measured against a row for each value: 20 times faster to write, a third of the size.
 */
import { littleEndianBytes, ordered } from '../../engine/byte-order.ts';

/** Values in a full chunk: 8,000 bytes, which fits one page of the database. */
export const CHUNK_VALUES = 1000;

/** `values[i]` belongs to step `firstStep + i * stride`. */
export interface Chunk {
  firstStep: number;
  stride: number;
  values: Float64Array;
}

/** The step of a chunk's last value. */
export const lastStep = (chunk: Chunk): number => chunk.firstStep + (chunk.values.length - 1) * chunk.stride;

/** What the database keeps beside a chunk, so that lists need not read its values. */
export interface ChunkFacts {
  /** Of the finite values; null where there is none. */
  minimum: number | null;
  maximum: number | null;
  /** The last value; NaN where it is that. */
  last: number;
  nonFinite: number;
}

/** Smallest, largest, last and number of non-finite values of a chunk. */
export const chunkFacts = (values: Float64Array): ChunkFacts => {
  let minimum = Infinity;
  let maximum = -Infinity;
  let nonFinite = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) nonFinite += 1;
    else {
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
    }
  }
  const finite = nonFinite < values.length;
  return { minimum: finite ? minimum : null, maximum: finite ? maximum : null, last: values.at(-1) ?? NaN, nonFinite };
};

/** Where the value for `step` goes: the stride that the open chunk then has, or null when it needs a new chunk. */
const strideFor = (open: Chunk, step: number): number | null => {
  if (open.values.length >= CHUNK_VALUES) return null;
  // One value alone has no spacing yet.
  if (open.values.length === 1) return step - open.firstStep;
  return step === lastStep(open) + open.stride ? open.stride : null;
};

/**
 * Appends evenly spaced values behind the open chunk (the last one of a series, or null): returns the chunks to write,
 * the first of which replaces the open one where it has the same first step. Throws RangeError when steps go back.
 */
export const appendValues = (open: Chunk | null, firstStep: number, stride: number, values: Float64Array): Chunk[] => {
  if (values.length === 0) return [];
  if (stride <= 0 || !Number.isInteger(stride) || !Number.isInteger(firstStep))
    throw new RangeError(`steps must be whole and grow; got first step ${firstStep}, stride ${stride}`);
  if (open !== null && firstStep <= lastStep(open))
    throw new RangeError(`step ${firstStep} does not follow step ${lastStep(open)}`);
  const chunks: Chunk[] = [];
  let done = 0;
  if (open !== null) {
    const merged = strideFor(open, firstStep);
    if (merged !== null) {
      // With a spacing that differs from that of the new values, only the first of them can join.
      const joined = merged === stride ? Math.min(values.length, CHUNK_VALUES - open.values.length) : 1;
      const longer = new Float64Array(open.values.length + joined);
      longer.set(open.values);
      longer.set(values.subarray(0, joined), open.values.length);
      chunks.push({ firstStep: open.firstStep, stride: merged, values: longer });
      done = joined;
    }
  }
  for (; done < values.length; done += CHUNK_VALUES)
    chunks.push({ firstStep: firstStep + done * stride, stride, values: values.slice(done, done + CHUNK_VALUES) });
  return chunks;
};

/** The numbers' bytes, little-endian on every machine. */
export const toBytes: (values: Float64Array | Float32Array | Int32Array) => Uint8Array = littleEndianBytes;

/** A fresh array of the float64 numbers that {@link toBytes} wrote. */
export const toFloat64 = (bytes: Uint8Array): Float64Array<ArrayBuffer> =>
  new Float64Array(ordered(new Uint8Array(bytes), 8).buffer);

/** A fresh array of the float32 numbers that {@link toBytes} wrote. */
export const toFloat32 = (bytes: Uint8Array): Float32Array<ArrayBuffer> =>
  new Float32Array(ordered(new Uint8Array(bytes), 4).buffer);

/** A fresh array of the int32 numbers that {@link toBytes} wrote. */
export const toInt32 = (bytes: Uint8Array): Int32Array<ArrayBuffer> =>
  new Int32Array(ordered(new Uint8Array(bytes), 4).buffer);
