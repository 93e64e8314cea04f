/**
 * One array in NumPy's NPY format, versions 1 to 3: a magic string, a header (a Python dictionary with type, order and
 * shape), then the elements (NEP 1 of NumPy). Not for deciding what an array is for.
 */
import { DataError } from '../../data-error.ts';
import { formatCount } from '../../../words/numbers.ts';
import { MAX_BYTES } from '../source.ts';

/** What kind of element an array holds: boolean, signed or unsigned integer, float, fixed-width text. */
export type NpyKind = 'b' | 'i' | 'u' | 'f' | 'U' | 'S';

/** An array, its elements still as they are stored. */
export interface NpyArray {
  /** What the array is called: the name in an NPZ archive, or of its file, without `.npy`. */
  name: string;
  kind: NpyKind;
  /** Bytes of one element. */
  width: number;
  bigEndian: boolean;
  /** Column-major: the first axis varies fastest. */
  fortran: boolean;
  shape: number[];
  /** The bytes of all elements, nothing else. */
  bytes: Uint8Array;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const WIDTHS: Record<string, number[]> = { b: [1], i: [1, 2, 4, 8], u: [1, 2, 4, 8], f: [2, 4, 8] };

/** Whether bytes begin like an NPY file. */
export const looksLikeNpy = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte);

export const elementCount = (shape: readonly number[]): number => shape.reduce((product, axis) => product * axis, 1);

/** Reads an array; `file` is what messages call it. Throws DataError for damage and for elements that are no numbers or text. */
export function readNpy(name: string, file: string, bytes: Uint8Array): NpyArray {
  if (bytes.length === 0) throw new DataError(`${file} is empty (0 bytes). Get it again.`);
  if (!looksLikeNpy(bytes))
    throw new DataError(`${file} is not an NPY file: it does not begin with \\x93NUMPY. Choose another file.`);
  const { header, start } = readHeader(file, bytes);
  const type = elementType(file, header);
  const fortran = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(header)?.[1];
  const axes = /['"]shape['"]\s*:\s*\(([^)]*)\)/.exec(header)?.[1];
  const shape = axes
    ?.split(',')
    .map((axis) => axis.trim().replace(/L$/, ''))
    .filter((axis) => axis !== '');
  if (fortran === undefined || shape?.every((axis) => /^\d+$/.test(axis)) !== true)
    throw new DataError(`${file} is damaged: its header has no order and shape (${header.slice(0, 80).trim()}).`);

  const dimensions = shape.map(Number);
  const size = elementCount(dimensions) * type.width;
  const declared = `${dimensions.map(formatCount).join(' x ') || '1'} elements of ${type.width} bytes`;
  if (size > MAX_BYTES)
    throw new DataError(
      `${file} declares ${declared}, more than the ${formatCount(MAX_BYTES)} bytes that can be imported. Take a part of it.`,
    );
  const found = bytes.length - start;
  if (found !== size)
    throw new DataError(
      `${file} is ${found < size ? 'truncated' : 'damaged'}: its header declares ${declared}, that is ${formatCount(size)} bytes, but ` +
        `${formatCount(found)} follow it. Get it again.`,
    );
  return { name, ...type, fortran: fortran === 'True', shape: dimensions, bytes: bytes.subarray(start) };
}

function readHeader(file: string, bytes: Uint8Array): { header: string; start: number } {
  const version = bytes[6] ?? 0;
  const sized = version === 1 ? 10 : 12;
  const truncated = (): DataError =>
    new DataError(`${file} is truncated: it ends at byte ${bytes.length}, inside its header. Get it again.`);
  if (bytes.length < sized) throw truncated();
  if (version < 1 || version > 3)
    throw new DataError(`${file} has version ${version} of the NPY format (byte 6); versions 1 to 3 can be read.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = sized + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (bytes.length < start) throw truncated();
  return { header: new TextDecoder('utf-8').decode(bytes.subarray(sized, start)), start };
}

function elementType(file: string, header: string): Pick<NpyArray, 'kind' | 'width' | 'bigEndian'> {
  const text = /['"]descr['"]\s*:\s*['"]([^'"]*)['"]/.exec(header)?.[1];
  if (text === undefined)
    throw new DataError(
      /['"]descr['"]\s*:\s*\[/.test(header)
        ? `${file} holds records of several fields. Save each field as an array of its own: np.save(file, array['field']).`
        : `${file} is damaged: its header has no type (${header.slice(0, 80).trim()}).`,
    );
  const [, order, kind, digits] = /^([<>|=]?)([a-zA-Z])(\d*)$/.exec(text) ?? [];
  if (kind === 'O')
    throw new DataError(
      `${file} holds Python objects (pickled), which are not read because they can run code. Save plain numbers: ` +
        `np.save(file, np.array(values, dtype='float32')).`,
    );
  const width = Number(digits);
  if (kind === 'U' || kind === 'S') return { kind, width: kind === 'U' ? 4 * width : width, bigEndian: order === '>' };
  if (kind === undefined || WIDTHS[kind]?.includes(width) !== true)
    throw new DataError(
      `${file} holds elements of type ${text}; booleans, integers of 1 to 8 bytes and floats of 2, 4 or 8 bytes can be ` +
        `imported. Convert it: array.astype('float32').`,
    );
  return { kind: kind as NpyKind, width, bigEndian: order === '>' };
}

const NAMES: Record<string, string> = {
  ...{ b1: 'booleans', u1: 'unsigned bytes', i1: 'signed bytes', f2: '16-bit floats', f4: '32-bit floats' },
  ...{ f8: '64-bit floats', u2: 'unsigned 16-bit integers', u4: 'unsigned 32-bit integers' },
  ...{ u8: 'unsigned 64-bit integers', i2: '16-bit integers', i4: '32-bit integers', i8: '64-bit integers' },
};

/** "unsigned bytes", "64-bit floats", ... */
export const typeName = ({ kind, width }: Pick<NpyArray, 'kind' | 'width'>): string =>
  NAMES[`${kind}${width}`] ?? 'text';
