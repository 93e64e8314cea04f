/**
 * A checkpoint as bytes: everything a run needs to go on with the same bits. What goes in: train-state.ts.
 *
 *   8 bytes "NRMSCKPT" | uint32 length of the header | header (JSON, UTF-8), padded with spaces to a multiple of 8 | numbers
 *
 * All numbers are little-endian; the header lists them in their order, each list padded with zeros to a multiple of 8 bytes.
 */
import { ordered } from './byte-order.ts';
import { WordedError } from './words/worded.ts';
import { messages, say, type Message } from './words/words.ts';

const REFUSALS = messages('checkpoint', {
  damaged: ({ why }: { why: Message }) => `The checkpoint is damaged: ${say(why)}. Start the run anew.`,
  'ends-early': ({ list }: { list: string }) => `it ends within ${list}`,
  'begins-otherwise': 'it does not begin as one',
  'unreadable-header': 'its header cannot be read',
  'other-engine': ({ found, own }: { found: string; own: string }) =>
    `The checkpoint was written by another version of the engine (${found}, this one is ${own}), which would not go on ` +
    'with the same bits. Start the run anew.',
  'does-not-fit': ({ step, why }: { step: number; why: Message }) =>
    `The run cannot go on from its checkpoint at step ${step}: ${say(why)}.`,
  'other-specification': 'it belongs to another specification; fork it instead',
  'other-dataset': 'the dataset has changed since; start the run anew',
  'other-kernels': ({ checkpoint, here }: { checkpoint: string; here: string }) =>
    `it was trained with the kernels ${checkpoint}, this program uses ${here}, and the last bits would differ; resume it ` +
    'on a machine like the first one, or fork it',
});

const MAGIC = 'NRMSCKPT';
const FORMAT = 1;

/** Grows when this engine computes a run differently, or keeps something else in a checkpoint. */
export const ENGINE_VERSION = 3;

/** Lists of numbers by name. */
export type NumberLists = ReadonlyMap<string, Float32Array | Float64Array | Int32Array>;

/** What decides whether a checkpoint fits a run. */
export interface CheckpointOrigin {
  /** Hash of the specification but its name. */
  specHash: string;
  datasetHash: string;
  /** Name of the kernel set. */
  kernels: string;
}

export interface Checkpoint extends CheckpointOrigin {
  /** Updates done. */
  step: number;
  /** Step of the last evaluation. */
  evaluatedAt: number;
  numbers: NumberLists;
}

/** A checkpoint to go on from, of the run itself or, for a fork, of another one. */
export interface Beginning {
  bytes: Uint8Array;
  fork: boolean;
  /** Milliseconds trained before. */
  trainingMs: number;
}

/** Thrown for a checkpoint that cannot be used; the message says why, for a person. */
export class CheckpointError extends WordedError {
  override readonly name = 'CheckpointError';
}

const TYPES = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;
type NumberType = keyof typeof TYPES;

interface Header extends CheckpointOrigin {
  format: number;
  engine: number;
  step: number;
  evaluatedAt: number;
  numbers: { name: string; type: NumberType; length: number }[];
}

const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

const typeOf = (list: Float32Array | Float64Array | Int32Array): NumberType =>
  list instanceof Float32Array ? 'float32' : list instanceof Float64Array ? 'float64' : 'int32';

/** Copies numbers to another place in their little-endian form, or back from it. */
const transfer = (from: Uint8Array, to: Uint8Array, width: number): void => {
  to.set(from);
  ordered(to, width);
};

/** The checkpoint as bytes. */
export function encodeCheckpoint({ numbers, ...facts }: Checkpoint): Uint8Array<ArrayBuffer> {
  const lists = [...numbers];
  const header: Header = {
    ...{ format: FORMAT, engine: ENGINE_VERSION, ...facts },
    numbers: lists.map(([name, list]) => ({ name, type: typeOf(list), length: list.length })),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = padded(MAGIC.length + 4 + text.length);
  const bytes = new Uint8Array(lists.reduce((sum, [, { byteLength }]) => sum + padded(byteLength), start));
  bytes.fill(0x20, 0, start);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(MAGIC.length, start - MAGIC.length - 4, true);
  bytes.set(text, MAGIC.length + 4);
  let at = start;
  for (const [, list] of lists) {
    const source = new Uint8Array(list.buffer, list.byteOffset, list.byteLength);
    transfer(source, bytes.subarray(at, at + list.byteLength), list.BYTES_PER_ELEMENT);
    at += padded(list.byteLength);
  }
  return bytes;
}

/** Reads what {@link encodeCheckpoint} wrote. Throws CheckpointError for other bytes, and for those of another engine. */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { header, start } = readHeader(bytes);
  const numbers = new Map<string, Float32Array | Float64Array | Int32Array>();
  let at = start;
  for (const { name, type, length } of header.numbers) {
    const list = new TYPES[type](length);
    if (at + list.byteLength > bytes.length) throw damaged(REFUSALS['ends-early']({ list: name }));
    transfer(bytes.subarray(at, at + list.byteLength), new Uint8Array(list.buffer), list.BYTES_PER_ELEMENT);
    numbers.set(name, list);
    at += padded(list.byteLength);
  }
  const { specHash, datasetHash, kernels, step, evaluatedAt } = header;
  return { specHash, datasetHash, kernels, step, evaluatedAt, numbers };
}

function readHeader(bytes: Uint8Array): { header: Header; start: number } {
  const head = MAGIC.length + 4;
  if (bytes.length < head || new TextDecoder().decode(bytes.subarray(0, MAGIC.length)) !== MAGIC)
    throw damaged(REFUSALS['begins-otherwise']());
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(MAGIC.length, true);
  let header: Header;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(head, head + length))) as Header;
  } catch {
    throw damaged(REFUSALS['unreadable-header']());
  }
  if (header.format !== FORMAT || header.engine !== ENGINE_VERSION)
    throw new CheckpointError(
      REFUSALS['other-engine']({
        found: `${header.format}.${header.engine}`,
        own: `${FORMAT}.${ENGINE_VERSION}`,
      }),
    );
  return { header, start: head + length };
}

const damaged = (why: Message): CheckpointError => new CheckpointError(REFUSALS.damaged({ why }));

/** Throws CheckpointError unless a run with these facts can go on from the checkpoint with the same bits. */
export function requireFit(checkpoint: Checkpoint, run: CheckpointOrigin): void {
  const refuse = (why: Message): never => {
    throw new CheckpointError(REFUSALS['does-not-fit']({ step: checkpoint.step, why }));
  };
  if (checkpoint.specHash !== run.specHash) refuse(REFUSALS['other-specification']());
  if (checkpoint.datasetHash !== run.datasetHash) refuse(REFUSALS['other-dataset']());
  if (checkpoint.kernels !== run.kernels)
    refuse(REFUSALS['other-kernels']({ checkpoint: checkpoint.kernels, here: run.kernels }));
}
