/** What becomes of runs without a finite value, and of groups too small for a number: nothing vanishes, nothing is made up. */
import { describe, expect, it } from 'vitest';
import { compare } from '../../../../engine/statistics/comparison.ts';
import { holm } from '../../../../engine/statistics/holm.ts';
import { seedsForEffect, seedsForRankTest, smallestP } from '../../../../engine/statistics/power.ts';
import { rankSumTest } from '../../../../engine/statistics/rank-sums.ts';
import { signedRankTest, signTest } from '../../../../engine/statistics/signed-ranks.ts';
import { summarize } from '../../../../engine/statistics/summary.ts';

const seeded = (values: number[], from = 0) => values.map((value, i) => ({ seed: from + i, value }));

describe('a summary', () => {
  it('counts diverged runs, leaves them out of means and takes them for the worst in an order', () => {
    const values = [0.9, NaN, 0.92, 0.94, Infinity];
    const high = summarize(values, 'higher');
    expect(high).toMatchObject({ n: 5, nonFinite: 2, median: 0.9, minimum: 0.9, maximum: 0.94 });
    expect(high.mean).toBeCloseTo(0.92, 12);
    expect(high.quartiles).toEqual({ low: -Infinity, high: 0.92 });
    expect(high.interquartileMean).toBe(-Infinity);
    expect(summarize(values, 'lower')).toMatchObject({ median: 0.94, quartiles: { low: 0.92, high: Infinity } });
  });

  it('keeps an interquartile mean where a quarter or less diverged', () => {
    expect(summarize([0.9, 0.92, 0.94, NaN], 'higher').interquartileMean).toBeCloseTo(0.91, 12);
  });

  it('has no spread of one value, and nothing of none', () => {
    expect(summarize([0.9], 'higher')).toMatchObject({
      ...{ n: 1, mean: 0.9, median: 0.9, standardDeviation: null, standardError: null },
      meanInterval: { t: null, percentile: null, bca: null },
    });
    const nothing = { nonFinite: 1, mean: null, minimum: null, maximum: null, standardDeviation: null };
    expect(summarize([NaN], 'lower')).toMatchObject({ n: 1, ...nothing, median: Infinity });
    expect(summarize([], 'lower')).toMatchObject({ n: 0, ...nothing, nonFinite: 0, median: null, quartiles: null });
  });

  it('gives no interval to equal values, whose spread is unknown', () => {
    const { standardDeviation, meanInterval } = summarize([0.1, 0.1, 0.1], 'higher');
    expect(standardDeviation).toBe(0);
    expect(meanInterval).toEqual({ t: null, percentile: null, bca: null });
  });

  it('draws the same each time, and otherwise with another seed', () => {
    const values = [0.91, 0.93, 0.95, 0.92, 0.97];
    const draw = (seed: number) => summarize(values, 'higher', { seed }).meanInterval.percentile;
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });
});

describe('a comparison', () => {
  it('leaves broken pairs out of means, counts them, and ranks them', () => {
    const arm = [0.9, 0.91, 0.93, 0.95];
    const baseline = [0.8, NaN, 0.85, 0.86];
    const found = compare(seeded(arm), seeded(baseline), 'higher');
    expect(found).toMatchObject({ pairing: 'paired', compared: 3, baseline: { n: 4, nonFinite: 1 } });
    expect(found.meanDifference).toBeCloseTo(0.09, 12);
    expect(found.signs).toMatchObject({ positive: 4, negative: 0, zero: 0 });
    expect(found.signedRank).toMatchObject({ n: 4, statistic: 10, p: 0.125 });
    expect(found.improvement).toEqual({ probability: 1, interval: null });
  });

  it('takes two diverged runs of one seed for a tie', () => {
    const found = compare(seeded([NaN, 0.9, 0.8]), seeded([-Infinity, 0.8, 0.9]), 'higher');
    expect(found.signs).toMatchObject({ positive: 1, negative: 1, zero: 1 });
    expect(found.improvement!.probability).toBe(0.5);
  });

  it('pairs whatever the order of the seeds, but only equal sets of them', () => {
    const arm = seeded([1, 2, 4]);
    const baseline = seeded([3, 1, 0]).reverse();
    expect(compare(arm, baseline, 'higher').meanDifference).toBe(1);
    expect(compare(arm, baseline, 'higher').pairing).toBe('paired');
    expect(compare(arm, seeded([3, 1, 0], 1), 'higher').pairing).toBe('independent');
    expect(compare(arm, seeded([3, 1]), 'higher')).toMatchObject({ pairing: 'independent', signs: null, compared: 2 });
  });

  it('says nothing where there is nothing to say', () => {
    const found = compare([], seeded([1, 2]), 'higher');
    expect(found).toMatchObject({ meanDifference: null, t: null, bootstrap: null, improvement: null, rankSum: null });
    expect(compare(seeded([NaN, NaN]), seeded([1, 2]), 'lower')).toMatchObject({ compared: 0, t: null });
    expect(compare(seeded([1, 1]), seeded([2, 2]), 'lower')).toMatchObject({ meanDifference: -1, t: null });
    expect(() => compare([...seeded([1]), ...seeded([2])], seeded([1]), 'lower')).toThrow('two values of seed 0');
  });
});

describe('the smallest p', () => {
  it('is what the test itself gives where all agree', () => {
    for (const n of [1, 3, 5, 6]) {
      const agreeing = Array.from({ length: n }, (_, i) => i + 1);
      expect(smallestP('sign', n)).toBe(signTest(agreeing).p);
      expect(smallestP('signed-rank', n)).toBe(signedRankTest(agreeing).p);
      expect(smallestP('rank-sum', n)).toBeCloseTo(rankSumTest(agreeing, agreeing.map((x) => -x))!.p, 12); // prettier-ignore
    }
    expect(smallestP('signed-rank', 3)).toBe(0.25);
  });

  it('sets how many seeds a test needs', () => {
    expect(seedsForRankTest('signed-rank', 0.05)).toBe(6);
    expect(seedsForRankTest('rank-sum', 0.05)).toBe(4);
  });

  it('has no number of seeds for no effect, and two for an endless one', () => {
    expect(seedsForEffect(0, 'paired')).toBeNull();
    expect(seedsForEffect(Infinity, 'independent')).toBe(2);
  });
});

it('does not correct for comparisons that were not tested', () => {
  expect(holm([null, 0.02, null, 0.03])).toEqual([null, 0.04, null, 0.04]);
  expect(holm([])).toEqual([]);
});
