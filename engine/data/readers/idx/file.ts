/**
 * One IDX file, plain or gzip: two zero bytes, a type, the number of dimensions, the dimensions as big-endian uint32,
 * then the elements (format of the MNIST files: LeCun, Cortes and Burges). Not for pairing images with labels.
 */
import { DataError } from '../../data-error.ts';
import { formatCount } from '../../../words/numbers.ts';
import { unpack, unpackStart } from '../gzip.ts';
import { MAX_BYTES, type SourceFile } from '../source.ts';

/** Dimensions and elements of an IDX file of unsigned bytes. */
export interface IdxArray {
  name: string;
  dimensions: number[];
  /** Byte offset of the first element in the unpacked file, for messages. */
  start: number;
  elements: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;
const OTHER_TYPES: Record<number, string> = {
  0x09: 'signed bytes',
  0x0b: '16-bit integers',
  0x0c: '32-bit integers',
  0x0d: '32-bit floating-point numbers',
  0x0e: '64-bit floating-point numbers',
};

/** Whether the (unpacked) start of a file looks like IDX. */
export function looksLikeIdx(file: SourceFile): boolean {
  const start = unpackStart(file);
  return start.length >= 4 && start[0] === 0 && start[1] === 0 && start[2]! >= 0x08 && start[2]! <= 0x0e;
}

/**
 * Reads one IDX file. Nothing is allocated before the declared size is known to be the real one. Throws DataError
 * naming the file, the byte offset, and what was expected and found.
 */
export function readIdx(file: SourceFile): IdxArray {
  const { name } = file;
  const { dimensions, start } = readHeader(name, unpackStart(file));
  const size = dimensions.reduce((product, dimension) => product * dimension, 1);
  const declared = dimensions.map(formatCount).join(' x ');
  if (size > MAX_BYTES)
    throw new DataError(
      `${name} declares ${declared} = ${formatCount(size)} bytes (header, byte 4), more than the ${formatCount(MAX_BYTES)} bytes ` +
        'that can be imported. The header may be damaged.',
    );
  const expected = start + size;
  const excess = `holds more than the ${formatCount(expected)} bytes that its header declares (${declared}). It is damaged, or not what its header says.`;
  const bytes = unpack(file, expected, excess);
  if (bytes.length < expected)
    throw new DataError(
      `${name} is truncated: its header declares ${declared}, that is ${formatCount(expected)} bytes with the header, but the ` +
        `file ends at byte ${formatCount(bytes.length)}. Get it again.`,
    );
  if (bytes.length > expected)
    throw new DataError(`${name}: holds ${formatCount(bytes.length)} bytes, ${excess.replace('holds ', '')}`);
  return { name, dimensions, start, elements: bytes.subarray(start) };
}

function readHeader(name: string, bytes: Uint8Array): { dimensions: number[]; start: number } {
  if (bytes.length === 0) throw new DataError(`${name} is empty (0 bytes). Get it again.`);
  const tooShort = (needed: number): DataError =>
    new DataError(
      `${name} is truncated: it ends at byte ${bytes.length}, inside the IDX header of at least ${needed} bytes. Get it again.`,
    );
  const hex = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  if ((bytes[0] ?? 0) !== 0 || (bytes[1] ?? 0) !== 0)
    throw new DataError(
      `${name} is not an IDX file: it begins with the bytes ${hex}, where IDX has 00 00, a type and the number of dimensions.`,
    );
  if (bytes.length < 4) throw tooShort(4);
  const type = bytes[2]!;
  if (type !== UNSIGNED_BYTE) {
    const known = OTHER_TYPES[type];
    throw new DataError(
      known === undefined
        ? `${name} is not an IDX file: byte 2 is ${type}, which is no IDX type.`
        : `${name} holds ${known} (byte 2 is ${type}); only unsigned bytes (8) can be imported. Convert it, or import a table.`,
    );
  }
  const count = bytes[3]!;
  if (count === 0) throw new DataError(`${name} declares no dimensions (byte 3 is 0): there is nothing in it.`);
  const start = 4 + 4 * count;
  if (bytes.length < start) throw tooShort(start);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dimensions = Array.from({ length: count }, (_, i) => view.getUint32(4 + 4 * i));
  const empty = dimensions.indexOf(0);
  if (empty >= 0)
    throw new DataError(`${name} declares a dimension of 0 (byte ${4 + 4 * empty}): there is nothing in it.`);
  return { dimensions, start };
}
