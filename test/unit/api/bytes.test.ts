import { describe, expect, it } from 'vitest';
import { float32From, float64From, toLittleEndian } from '../../../app/api/bytes.ts';

describe('bulk numbers', () => {
  it('travel as little-endian bytes, from views into larger buffers too', () => {
    const all = Float64Array.of(9, 1, -0, Number.NaN, 9);
    const bytes = toLittleEndian(all.subarray(1, 4));
    expect([...bytes.subarray(0, 8)]).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
    expect([...float64From(bytes.buffer)]).toEqual([1, -0, Number.NaN]);
    expect([...float32From(toLittleEndian(Float32Array.of(0.5, 2)).buffer)]).toEqual([0.5, 2]);
    expect(() => float64From(new ArrayBuffer(7))).toThrow(RangeError);
  });
});
