/**
 * Writes messages in the wire format of Protocol Buffers (protobuf.dev, "Encoding"): as much of it as ONNX files need.
 * A message is a list of pieces, so that the numbers of large tensors are never copied.
 */

/** Pieces that lie one after the other. */
export type Message = readonly Uint8Array[];

const VARINT = 0;
const LENGTH = 2;
const FIXED32 = 5;

export const sizeOfMessage = (message: Message): number => message.reduce((sum, { length }) => sum + length, 0);

/** A whole number in groups of seven bits, the lowest first; negative ones as two's complement of 64 bits. */
function varint(value: number | bigint): number[] {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return bytes;
}

const tag = (field: number, type: number): number[] => varint((field << 3) | type);

/** A whole number. */
export const integer = (field: number, value: number): Message => [
  Uint8Array.from([...tag(field, VARINT), ...varint(value)]),
];

/** A number of 32 bits. */
export function float(field: number, value: number): Message {
  const number = new Uint8Array(4);
  new DataView(number.buffer).setFloat32(0, value, true);
  return [Uint8Array.from([...tag(field, FIXED32), ...number])];
}

/** A message, or bytes, inside another one. */
export const nested = (field: number, content: Message): Message => [
  Uint8Array.from([...tag(field, LENGTH), ...varint(sizeOfMessage(content))]),
  ...content,
];

/** Text, as UTF-8. */
export const text = (field: number, value: string): Message => nested(field, [new TextEncoder().encode(value)]);

/** Several whole numbers, packed. */
export const integers = (field: number, values: readonly number[]): Message =>
  nested(field, [Uint8Array.from(values.flatMap(varint))]);
