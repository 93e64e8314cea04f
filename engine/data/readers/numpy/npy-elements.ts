/** The elements of an NPY array as numbers or texts, in row-major order and the byte order of this machine. */
import { ordered, reverseEach } from '../../../byte-order.ts';
import { elementCount, type NpyArray } from './npy.ts';

/** Numbers of an array. All but 64-bit integers beyond 2^53 are exact. */
export type NpyElements =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** The numbers of an array, row-major. May share memory with the array. Not for text. */
export function numbersOf(array: NpyArray): NpyElements {
  const numbers = stored(array);
  return array.fortran && array.shape.length > 1 ? toRowMajor(numbers, array.shape) : numbers;
}

/** The texts of an array of text with one axis, without the zeros that pad them. */
export function textsOf({ kind, width, bigEndian, bytes, shape }: NpyArray): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder();
  return Array.from({ length: elementCount(shape) }, (_, i) => {
    const start = i * width;
    if (kind === 'S') return decoder.decode(bytes.subarray(start, start + width)).replace(/\0+$/, '');
    const points = Array.from({ length: width / 4 }, (__, k) => view.getUint32(start + 4 * k, !bigEndian));
    return points
      .map((point) => (point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd'))
      .join('')
      .replace(/\0+$/, '');
  });
}

function stored(array: NpyArray): NpyElements {
  const { kind, width } = array;
  const count = elementCount(array.shape);
  const { buffer, byteOffset } = width === 1 ? array.bytes : native(array);
  switch (`${kind}${width}`) {
    case 'i1':
      return new Int8Array(buffer, byteOffset, count);
    case 'u2':
      return new Uint16Array(buffer, byteOffset, count);
    case 'i2':
      return new Int16Array(buffer, byteOffset, count);
    case 'u4':
      return new Uint32Array(buffer, byteOffset, count);
    case 'i4':
      return new Int32Array(buffer, byteOffset, count);
    case 'u8':
    case 'i8':
      return wholeNumbers(new Uint32Array(buffer, byteOffset, 2 * count), kind === 'i');
    case 'f2':
      return Float32Array.from(new Uint16Array(buffer, byteOffset, count), halfToNumber);
    case 'f4':
      return new Float32Array(buffer, byteOffset, count);
    case 'f8':
      return new Float64Array(buffer, byteOffset, count);
    default:
      return new Uint8Array(buffer, byteOffset, count);
  }
}

/** A copy of the bytes, aligned for every type and in the byte order of this machine. */
function native({ bytes, width, bigEndian }: NpyArray): Uint8Array {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return ordered(bigEndian ? reverseEach(copy, width) : copy, width);
}

/** 64-bit integers from their halves, low one first. */
function wholeNumbers(halves: Uint32Array, signed: boolean): Float64Array {
  const numbers = new Float64Array(halves.length / 2);
  for (let i = 0; i < numbers.length; i++) {
    const high = signed ? halves[2 * i + 1]! | 0 : halves[2 * i + 1]!;
    numbers[i] = high * 2 ** 32 + halves[2 * i]!;
  }
  return numbers;
}

/** The number of an IEEE 754 binary16 pattern. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The same elements with the last axis varying fastest; `shape` is that of the column-major `numbers`. */
function toRowMajor<T extends NpyElements>(numbers: T, shape: readonly number[]): T {
  const result = numbers.slice() as T;
  const strides = shape.map((_, axis) => elementCount(shape.slice(0, axis)));
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < numbers.length; to++) {
    result[to] = numbers[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}
