/** Percentiles against their definition on sorted numbers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentiles } from '../../../engine/percentiles.ts';

function bySorting(values: Float64Array, percent: number): number {
  const sorted = Float64Array.from(values).sort();
  const position = ((sorted.length - 1) * percent) / 100;
  const below = Math.floor(position);
  if (position === below) return sorted[below]!;
  const [low, high] = [sorted[below]!, sorted[below + 1]!];
  return low === high ? low : low + (high - low) * (position - below);
}

describe('percentiles', () => {
  it('agree with sorting, ties and infinities included', () => {
    const number = fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -3, max: 3 }));
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 60 }), (list) => {
        const values = Float64Array.from(list, (value) => value + 0);
        const expected = [0, 15, 50, 85, 100].map((percent) => bySorting(values, percent));
        expect(percentiles(values, [0, 15, 50, 85, 100])).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('are those of a hundred numbers in a row', () => {
    expect(
      percentiles(
        Float32Array.from({ length: 101 }, (_, i) => 100 - i),
        [15, 50, 85],
      ),
    ).toEqual([15, 50, 85]);
  });

  it('are NaN where a value is', () => {
    expect(percentiles(Float32Array.of(1, NaN, 2), [50])).toEqual([NaN]);
  });
});
