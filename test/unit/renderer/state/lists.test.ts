import { describe, expect, it } from 'vitest';
import type { RunRow } from '../../../../app/contract/runs.ts';
import { mergeRuns } from '../../../../renderer/state/merge-runs.ts';
import { between, toggled, withAll } from '../../../../renderer/state/selection.ts';
import { barHeights } from '../../../../renderer/state/histogram.ts';

const row = (id: string, changed: number): RunRow => ({ id, changed }) as RunRow;

describe('merging changes', () => {
  const known = new Map([row('a', 3), row('b', 5)].map((run) => [run.id, run]));

  it('takes newer rows, ignores late ones, drops removed ones', () => {
    const merged = mergeRuns(known, [row('a', 4), row('b', 2), row('c', 6)], []);
    expect([...merged.values()].map((run) => run.changed)).toEqual([4, 5, 6]);
    expect([...mergeRuns(known, [], ['a']).keys()]).toEqual(['b']);
  });

  it('keeps the identity of what did not change', () => {
    expect(mergeRuns(known, [], [])).toBe(known);
    expect(mergeRuns(known, [row('a', 4)], []).get('b')).toBe(known.get('b'));
  });
});

describe('selecting', () => {
  it('toggles one and takes or drops many', () => {
    expect([...toggled(new Set(['a']), 'b')]).toEqual(['a', 'b']);
    expect([...toggled(new Set(['a']), 'a')]).toEqual([]);
    expect([...withAll(new Set(['a', 'b', 'c']), ['a', 'c'], false)]).toEqual(['b']);
  });

  it('finds what lies between, in either direction', () => {
    const ids = ['a', 'b', 'c', 'd'];
    expect(between(ids, 'd', 'b')).toEqual(['b', 'c', 'd']);
    expect(between(ids, 'gone', 'b')).toEqual(['b']);
  });
});

describe('bars', () => {
  it('are as high as their counts where bins are equal, lower where a bin is wide', () => {
    expect(barHeights({ edges: [0, 1, 2], counts: [3, 5] })).toEqual([3, 5]);
    expect(barHeights({ edges: [-4, 0, 1, 3], counts: [4, 5, 6] })).toEqual([1, 5, 3]);
  });
});
