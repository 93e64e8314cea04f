import { describe, expect, it } from 'vitest';
import { niceTicks } from '../../../../renderer/state/ticks.ts';

describe('ticks of an axis', () => {
  it('are round, different from each other, and inside the range', () => {
    expect(niceTicks(0, 1, 4)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(niceTicks(-1e-13, 1e-13, 4).length).toBeGreaterThan(2);
    const narrow = niceTicks(1, 1 + 1e-7, 4);
    expect(new Set(narrow).size).toBe(narrow.length);
  });

  it('are one where the range is nothing but rounding', () => {
    expect(niceTicks(0.1 - 1e-17, 0.1 + 2e-17, 4)).toHaveLength(1);
    expect(niceTicks(0.1, 0.1 + 3e-16, 4)).toEqual([0.1]);
    expect(niceTicks(3, 3)).toEqual([3]);
  });
});
