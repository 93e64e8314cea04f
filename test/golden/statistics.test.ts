/** Statistics are those of SciPy, distributions those of mpmath (made by make_statistics.py). */
import { describe, expect, it } from 'vitest';
import { bcaInterval, bootstrap } from '../../engine/statistics/bootstrap.ts';
import { compare } from '../../engine/statistics/comparison.ts';
import { holm } from '../../engine/statistics/holm.ts';
import type { Interval } from '../../engine/statistics/interval.ts';
import { normalQuantile, normalTail } from '../../engine/statistics/normal.ts';
import { type Pairing, powerOfT, seedsForEffect } from '../../engine/statistics/power.ts';
import { pairwiseInterval, rankSumTest } from '../../engine/statistics/rank-sums.ts';
import { signedRankTest } from '../../engine/statistics/signed-ranks.ts';
import { noncentralTTail, tCritical, tTail } from '../../engine/statistics/student-t.ts';
import { meanOf, summarize } from '../../engine/statistics/summary.ts';
import { tInterval } from '../../engine/statistics/t-interval.ts';
import golden from './statistics.json' with { type: 'json' };

/** Largest error of `compute` over rows that end with what is expected; relative, or absolute where 0 is expected. */
const farthest = (rows: number[][], compute: (...given: number[]) => number): number =>
  Math.max(
    ...rows.map((row) => {
      const expected = row.at(-1)!;
      return Math.abs(compute(...row.slice(0, -1)) - expected) / Math.abs(expected || 1);
    }),
  );

const close = (found: number | null | undefined, expected: number, tolerance = 1e-9): void => {
  expect(found, `expected ${expected}`).toEqual(expect.any(Number));
  expect(Math.abs(found! - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));
};

const closeInterval = (found: Interval | null | undefined, [low, high]: number[], tolerance?: number): void => {
  close(found?.low, low!, tolerance);
  close(found?.high, high!, tolerance);
};

const seeded = (values: number[], from = 0) => values.map((value, i) => ({ seed: from + i, value }));

/** Limits from 10,000 draws differ from those of 50,000 by a few hundredths of the interval's width. */
const monteCarlo = ([low, high]: number[]): number => 0.05 * (high! - low!);

describe('distributions', () => {
  const { distributions } = golden;
  it.each([
    ['tail of Student t', distributions.tTail, tTail],
    ['critical value of Student t', distributions.tCritical, tCritical],
    ['tail of the normal', distributions.normalTail, normalTail],
    ['quantile of the normal', distributions.normalQuantile, normalQuantile],
    ['tail of the noncentral t', distributions.noncentralTTail, noncentralTTail],
    ['tail of the noncentral t by SciPy', distributions.nct, noncentralTTail],
  ])('%s', (_, rows, compute) => {
    expect(farthest(rows, compute)).toBeLessThan(1e-10);
  });
});

describe.each(golden.summaries)('summary of $name', ({ values, bootstrap: draws, ...expected }) => {
  const found = summarize(values, 'higher');

  it('moments and order', () => {
    close(found.mean, expected.mean);
    close(found.median, expected.median);
    close(found.standardDeviation, expected.standardDeviation);
    close(found.standardError, expected.standardError);
    closeInterval(found.quartiles, expected.quartiles);
    close(found.interquartileMean, expected.interquartileMean);
  });

  it("Student's interval", () => {
    closeInterval(found.meanInterval.t, expected.t95);
    closeInterval(tInterval(values, 0.99), expected.t99);
  });

  it('BCa limits of given replicates', () => {
    const leftOut = values.map((_, i) => meanOf(Float64Array.from(values.filter((_, j) => j !== i))));
    closeInterval(bcaInterval(draws.replicates, expected.mean, [leftOut], 0.95), draws.limits);
  });

  it('bootstrap limits', () => {
    closeInterval(found.meanInterval.bca, draws.bca, monteCarlo(draws.bca));
    closeInterval(found.meanInterval.percentile, draws.percentile, monteCarlo(draws.percentile));
  });
});

describe.each(golden.pairs)('pairs: $name', ({ x, y, bootstrap: draws, ...expected }) => {
  const found = compare(seeded(x), seeded(y), 'higher');

  it('is paired', () => {
    expect(found.pairing).toBe('paired');
  });
  it('t test', () => {
    close(found.t?.t, expected.t);
    close(found.t?.p, expected.p);
    closeInterval(found.t?.interval, expected.interval);
  });
  it('effect sizes', () => {
    close(found.effect.dz, expected.dz);
    close(found.effect.gz, expected.gz);
    close(found.effect.d, expected.d);
  });
  it('signs and ranks', () => {
    close(found.signedRank?.statistic, expected.signedRank.statistic);
    close(found.signedRank?.p, expected.signedRank.p);
    close(found.signs?.p, expected.sign);
  });
  it('bootstrap limits', () => {
    closeInterval(found.bootstrap?.bca, draws.bca, monteCarlo(draws.bca));
    closeInterval(found.bootstrap?.percentile, draws.percentile, monteCarlo(draws.percentile));
  });
});

it.each(golden.tiedSignedRanks)('signed ranks with ties and zeros: $d', ({ d, statistic, p }) => {
  const found = signedRankTest(d);
  close(found.statistic, statistic);
  close(found.p, p);
});

describe.each(golden.independent)('independent: $name', ({ x, y, bootstrap: draws, ...expected }) => {
  const found = compare(seeded(x), seeded(y, 100), 'higher');

  it("Welch's t test", () => {
    expect(found.pairing).toBe('independent');
    close(found.t?.t, expected.t);
    close(found.t?.p, expected.p);
    close(found.t?.df, expected.df);
    closeInterval(found.t?.interval, expected.interval);
  });
  it('effect sizes', () => {
    close(found.effect.d, expected.d);
    close(found.effect.g, expected.g);
  });
  it('rank sums and the probability of improvement', () => {
    close(found.rankSum?.u, expected.u);
    close(found.rankSum?.p, expected.uP);
    close(found.improvement?.probability, expected.u / (x.length * y.length));
  });
  it('bootstrap limits', () => {
    const leftOut = [x, y].map((sample, s) =>
      sample.map((_, i) => {
        const rest = meanOf(Float64Array.from(sample.filter((_, j) => j !== i)));
        return s === 0 ? rest - meanOf(Float64Array.from(y)) : meanOf(Float64Array.from(x)) - rest;
      }),
    );
    closeInterval(bcaInterval(draws.replicates, found.meanDifference!, leftOut, 0.95), draws.limits);
    closeInterval(bootstrap([x, y], (a, b) => meanOf(a!) - meanOf(b!))?.percentile, draws.percentile, monteCarlo(draws.percentile)); // prettier-ignore
  });
});

it('rank sums with ties, and too many to count out', () => {
  const { large, ...small } = golden.tiedRankSums;
  for (const { x, y, u, p } of [small, large]) {
    const found = rankSumTest(x, y);
    close(found?.u, u);
    close(found?.p, p);
  }
  expect(rankSumTest(small.x, small.y)?.exact).toBe(true);
  expect(rankSumTest(large.x, large.y)?.exact).toBe(false);
});

it.each(golden.outside)('interval of a shift, %i against %i at %d', (n, m, level, outside) => {
  // Related values that are their own positions show where the limits are read.
  const positions = Array.from({ length: n! * m! }, (_, i) => i + 1);
  const { low, high } = pairwiseInterval(positions, n!, m!, level!)!;
  expect(low + high).toBe(n! * m! + 1);
  // The last one is too large to be counted out.
  expect(Math.abs(low - outside!)).toBeLessThanOrEqual(n! < 50 ? 0 : 2);
});

it('signed ranks of too many to count out', () => {
  const { d, p } = golden.largeSignedRanks;
  const found = signedRankTest(d);
  expect(found.exact).toBe(false);
  close(found.p, p);
});

it('power of the t test', () => {
  for (const { effect, n, pairing, level, power } of golden.power)
    close(powerOfT(effect, n, pairing as Pairing, level), power);
});

it.each(golden.needed)('seeds for an effect of $effect, $pairing', ({ effect, pairing, n }) => {
  expect(seedsForEffect(effect, pairing as Pairing)).toBe(n);
});

it.each(golden.holm)('Holm: $p', ({ p, adjusted }) => {
  holm(p).forEach((found, i) => {
    close(found, adjusted[i]!);
  });
});
