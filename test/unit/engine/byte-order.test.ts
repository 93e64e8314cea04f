/** Bytes of numbers in files and on the wire. */
import { expect, it } from 'vitest';
import { littleEndianBytes, ordered, reverseEach } from '../../../engine/byte-order.ts';

it('writes numbers with the lowest byte first, from anywhere in a buffer', () => {
  expect([...littleEndianBytes(Int32Array.of(7, 0x01020304).subarray(1))]).toEqual([4, 3, 2, 1]);
  expect([...littleEndianBytes(Float64Array.of(1))]).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
});

it('turns each number around, and back', () => {
  const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  expect([...reverseEach(bytes.slice(), 4)]).toEqual([4, 3, 2, 1, 8, 7, 6, 5]);
  expect([...reverseEach(reverseEach(bytes.slice(), 2), 2)]).toEqual([...bytes]);
});

it('reads what it wrote', () => {
  const values = Float32Array.of(0.5, -0, NaN, Infinity);
  expect(new Float32Array(ordered(littleEndianBytes(values).slice(), 4).buffer)).toEqual(values);
});
