/**
 * A dataset as one block of bytes, for a file on this machine: written once, read often, checked against its hash. Not
 * an exchange format. Layout: `NSDATA1\n`, uint32 length of the header, header (JSON), zeros to a multiple of 16, the
 * features (float32, or one byte each where every value is a byte / 255), then labels (int32) or targets (float32).
 * All numbers are little-endian.
 */
import { messages } from '../words/words.ts';
import { DataError } from './data-error.ts';
import { featureCount, sharedFloat32, sharedInt32, type Dataset, type DatasetInfo } from './dataset.ts';
import { bytesOf, contentHash } from './hash.ts';

const REFUSALS = messages('data.stored', {
  'other-size': ({ found, expected }: { found: number; expected: number }) =>
    `The stored dataset has ${found} bytes, its header says ${expected}.`,
  'other-contents': 'The stored dataset is damaged: its contents do not have the hash they were stored with.',
  'begins-otherwise': 'The stored dataset does not begin like one.',
  'damaged-header': 'The header of the stored dataset is damaged.',
});

const MAGIC = 'NSDATA1\n';
const ALIGNMENT = 16;

interface Header {
  info: DatasetInfo;
  encoding: 'byte' | 'float32';
}

/** `byte / 255` as a float32, for every byte: the one way in which this program turns pixels into numbers. */
export const BYTE_VALUES = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** The pieces of the container, in their order; concatenated they are the file. */
export function encodeDataset(dataset: Dataset): Uint8Array[] {
  const bytes = asBytes(dataset.features);
  const header: Header = { info: dataset.info, encoding: bytes === null ? 'float32' : 'byte' };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const head = new Uint8Array(Math.ceil((MAGIC.length + 4 + json.length) / ALIGNMENT) * ALIGNMENT);
  head.set(new TextEncoder().encode(MAGIC));
  new DataView(head.buffer).setUint32(MAGIC.length, json.length, true);
  head.set(json, MAGIC.length + 4);
  const answers = dataset.info.task === 'classification' ? dataset.labels : dataset.targets;
  return [head, bytes ?? bytesOf(dataset.features), bytesOf(answers)];
}

/** Reads a container into shared memory. Throws DataError when anything differs from what was written. */
export function decodeDataset(file: Uint8Array): Dataset {
  const { info, encoding, start } = readHeader(file);
  const width = encoding === 'byte' ? 1 : 4;
  const numbers = info.samples * featureCount(info);
  const expected = start + numbers * width + info.samples * 4;
  if (file.length !== expected) throw new DataError(REFUSALS['other-size']({ found: file.length, expected }));
  const features = sharedFloat32(numbers);
  const stored = file.subarray(start, start + numbers * width);
  if (encoding === 'byte') for (let i = 0; i < numbers; i++) features[i] = BYTE_VALUES[stored[i]!]!;
  else bytesOf(features).set(stored);

  const classification = info.task === 'classification';
  const labels = sharedInt32(classification ? info.samples : 0);
  const targets = sharedFloat32(classification ? 0 : info.samples);
  bytesOf(classification ? labels : targets).set(file.subarray(start + numbers * width));
  const dataset = { info, features, labels, targets };
  if (contentHash(dataset) !== info.hash) throw new DataError(REFUSALS['other-contents']());
  return dataset;
}

function readHeader(file: Uint8Array): Header & { start: number } {
  const fixed = MAGIC.length + 4;
  if (file.length < fixed || new TextDecoder().decode(file.subarray(0, MAGIC.length)) !== MAGIC)
    throw new DataError(REFUSALS['begins-otherwise']());
  const length = new DataView(file.buffer, file.byteOffset, file.byteLength).getUint32(MAGIC.length, true);
  try {
    const header = JSON.parse(new TextDecoder().decode(file.subarray(fixed, fixed + length))) as Header;
    return { ...header, start: Math.ceil((fixed + length) / ALIGNMENT) * ALIGNMENT };
  } catch (cause) {
    throw new DataError(REFUSALS['damaged-header'](), { cause });
  }
}

/** The features as bytes where that loses nothing, otherwise null. */
function asBytes(features: Float32Array): Uint8Array | null {
  const bytes = new Uint8Array(features.length);
  for (let i = 0; i < features.length; i++) {
    const value = features[i]!;
    const byte = Math.round(value * 255);
    // Object.is: -0 is not the 0 that a byte gives back.
    if (!Object.is(BYTE_VALUES[byte], value)) return null;
    bytes[i] = byte;
  }
  return bytes;
}
