/** What statistics must do whatever the values: follow shifts and scales, and keep their word about intervals and errors. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stream } from '../../engine/random.ts';
import { bootstrap } from '../../engine/statistics/bootstrap.ts';
import { compare, type Comparison } from '../../engine/statistics/comparison.ts';
import { holm } from '../../engine/statistics/holm.ts';
import { interquartileMean, median, midranks, quantile, sorted } from '../../engine/statistics/order.ts';
import { powerOfT, seedsForEffect } from '../../engine/statistics/power.ts';
import { pairwiseInterval, rankSumTest } from '../../engine/statistics/rank-sums.ts';
import { medianInterval, signedRankTest } from '../../engine/statistics/signed-ranks.ts';
import { tCritical, tTail, tTwoSided } from '../../engine/statistics/student-t.ts';
import { meanOf, summarize } from '../../engine/statistics/summary.ts';
import { oneSampleT, welchT } from '../../engine/statistics/t-tests.ts';

const RESAMPLES = { resamples: 200 };
// Sixteenths are exact in binary, so ties stay ties and shifts are exact.
const value = fc.integer({ min: -800, max: 800 }).map((n) => n / 16);
const sample = fc.array(value, { minLength: 2, maxLength: 9 });
const shift = fc.integer({ min: -64, max: 64 });
const scale = fc.constantFrom(0.25, 2, 8);
const probability = fc.double({ min: 0, max: 1, noNaN: true });

const seeded = (values: number[], from = 0) => values.map((v, i) => ({ seed: from + i, value: v }));
const near = (found: number | null | undefined, expected: number | null | undefined): void => {
  if (expected === null || expected === undefined) expect(found).toEqual(expected);
  else expect(Math.abs(found! - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
};

describe('summaries', () => {
  it('follow shift and scale', () => {
    fc.assert(
      fc.property(sample, shift, scale, (values, by, times) => {
        const before = summarize(values, 'higher', RESAMPLES);
        const after = summarize(values.map((v) => v * times + by), 'higher', RESAMPLES); // prettier-ignore
        for (const name of ['mean', 'median', 'minimum', 'maximum', 'interquartileMean'] as const)
          near(after[name], before[name]! * times + by);
        near(after.standardDeviation, before.standardDeviation! * times);
        for (const name of ['t', 'percentile', 'bca'] as const) {
          const interval = before.meanInterval[name];
          near(after.meanInterval[name]?.low, interval ? interval.low * times + by : undefined);
          near(after.meanInterval[name]?.high, interval ? interval.high * times + by : undefined);
        }
      }),
    );
  });

  it('do not depend on order, and lie within the values', () => {
    fc.assert(
      fc.property(sample, (values) => {
        const [low, high] = [Math.min(...values), Math.max(...values)];
        for (const statistic of [median, interquartileMean]) {
          near(statistic(values.toReversed()), statistic(values));
          expect(statistic(values)).toBeGreaterThanOrEqual(low);
          expect(statistic(values)).toBeLessThanOrEqual(high);
        }
      }),
    );
  });

  it('read quantiles that never fall', () => {
    fc.assert(
      fc.property(sample, probability, probability, (values, p, q) => {
        const ascending = sorted(values);
        expect(quantile(ascending, Math.min(p, q))).toBeLessThanOrEqual(quantile(ascending, Math.max(p, q)));
      }),
    );
  });

  it('share out all ranks', () => {
    fc.assert(
      fc.property(sample, (values) => {
        const ranks = midranks(values);
        near(ranks.reduce((a, b) => a + b, 0), (values.length * (values.length + 1)) / 2); // prettier-ignore
        values.forEach((a, i) => {
          values.forEach((b, j) => {
            expect(Math.sign(ranks[i]! - ranks[j]!)).toBe(Math.sign(a - b));
          });
        });
      }),
    );
  });
});

describe('comparisons', () => {
  const mirrored = (one: Comparison, other: Comparison): void => {
    near(one.meanDifference, other.meanDifference === null ? null : -other.meanDifference);
    near(one.t?.p, other.t?.p);
    near(one.t?.interval.low, other.t ? -other.t.interval.high : undefined);
    near(one.effect.d, other.effect.d === null ? null : -other.effect.d);
    near(one.rankSum?.p, other.rankSum?.p);
    near(one.signedRank?.p, other.signedRank?.p);
    near(one.signs?.p, other.signs?.p);
    near(one.improvement!.probability + other.improvement!.probability, 1);
  };

  it('turn around with the arms, paired and independent', () => {
    fc.assert(
      fc.property(sample, sample, (x, y) => {
        const of = (a: number[], b: number[], from: number) => compare(seeded(a, from), seeded(b), 'higher', RESAMPLES);
        for (const from of [0, 50]) mirrored(of(x, y, from), compare(seeded(y), seeded(x, from), 'higher', RESAMPLES));
      }),
    );
  });

  it('are the other way up for a metric that is better when lower', () => {
    fc.assert(
      fc.property(sample, sample, (x, y) => {
        const [high, low] = (['higher', 'lower'] as const).map(
          (better) => compare(seeded(x), seeded(y), better, RESAMPLES).improvement!.probability,
        );
        near(high! + low!, 1);
      }),
    );
  });

  it('do not see a shift of both arms; pairs do not see a shift of one seed', () => {
    fc.assert(
      fc.property(sample, shift, (x, by) => {
        const y = x.map((v, i) => v / 2 + i);
        const before = compare(seeded(x), seeded(y), 'higher', RESAMPLES);
        const after = compare(seeded(x.map((v) => v + by)), seeded(y.map((v) => v + by)), 'higher', RESAMPLES); // prettier-ignore
        expect(after.signs).toEqual(before.signs);
        near(after.rankSum?.p, before.rankSum?.p);
        const apart = (values: number[]) => seeded(values.map((v, i) => v + by * i));
        near(compare(apart(x), apart(y), 'higher', RESAMPLES).t?.p, before.t?.p);
      }),
    );
  });

  it('give p within 0 and 1', () => {
    fc.assert(
      fc.property(sample, sample, (x, y) => {
        const found = compare(seeded(x), seeded(y), 'higher', RESAMPLES);
        for (const test of [found.t, found.rankSum, found.signedRank, found.signs]) {
          if (!test) continue;
          expect(test.p).toBeGreaterThanOrEqual(0);
          expect(test.p).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('reject exactly where the interval leaves out 0', () => {
    fc.assert(
      fc.property(sample, sample, (x, y) => {
        for (const test of [oneSampleT(x, 0.95), welchT(x, y, 0.95)])
          if (test && Math.abs(test.p - 0.05) > 1e-9)
            expect(test.interval.low > 0 || test.interval.high < 0).toBe(test.p < 0.05);
      }),
    );
  });
});

describe("Holm's correction", () => {
  it('keeps the order, raises every p and never beyond Bonferroni', () => {
    fc.assert(
      fc.property(fc.array(probability, { minLength: 1, maxLength: 8 }), (ps) => {
        const adjusted = holm(ps) as number[];
        ps.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p * ps.length));
          ps.forEach((q, j) => {
            if (p < q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!);
          });
        });
      }),
    );
  });
});

describe('distributions', () => {
  it('of Student have critical values that are exceeded as often as asked', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-8, max: 0.99, noNaN: true }), fc.integer({ min: 1, max: 300 }), (tail, df) => {
        const found = tTail(tCritical(tail, df), df);
        expect(Math.abs(found / tail - 1)).toBeLessThan(1e-10);
        near(tTwoSided(tCritical(tail, df), df), 2 * Math.min(found, 1 - found));
      }),
    );
  });

  it('give power that grows with the effect and the seeds, from the error of the test on', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 4, noNaN: true }), fc.integer({ min: 2, max: 40 }), (effect, n) => {
        for (const pairing of ['paired', 'independent'] as const) {
          near(powerOfT(0, n, pairing), 0.05);
          // Powers near 1 differ by less than their rounding.
          expect(powerOfT(effect, n + 1, pairing)).toBeGreaterThan(powerOfT(effect, n, pairing) - 1e-12);
          expect(powerOfT(effect * 1.1, n, pairing)).toBeGreaterThan(powerOfT(effect, n, pairing) - 1e-12);
        }
      }),
    );
  });

  it('plan the least number of seeds that is enough', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 4, noNaN: true }), (effect) => {
        const n = seedsForEffect(effect, 'independent')!;
        expect(powerOfT(effect, n, 'independent')).toBeGreaterThanOrEqual(0.8);
        if (n > 2) expect(powerOfT(effect, n - 1, 'independent')).toBeLessThan(0.8);
      }),
      { numRuns: 30 },
    );
  });
});

describe('in a long run of experiments', () => {
  const random = stream(3, 'coverage');
  const normals = (n: number): number[] => Array.from({ length: n }, () => random.normal());
  /** The share of experiments in which something happened. */
  const shareOf = (experiments: number, happens: () => boolean): number =>
    Array.from({ length: experiments }, happens).filter(Boolean).length / experiments;

  it("Student's and Welch's intervals hold the truth 95 times in 100", () => {
    const holdsZero = (test: { interval: { low: number; high: number } } | null): boolean =>
      test!.interval.low <= 0 && test!.interval.high >= 0;
    // Three standard errors of a share of 4000 are 0.0103.
    const within = (share: number): void => {
      expect(Math.abs(share - 0.95)).toBeLessThan(0.0103);
    };
    within(shareOf(4000, () => holdsZero(oneSampleT(normals(3), 0.95))));
    within(shareOf(4000, () => holdsZero(welchT(normals(8), normals(12).map((v) => 3 * v), 0.95)))); // prettier-ignore
  });

  it('intervals of the median and of a shift hold it at least as often', () => {
    const holds = (interval: { low: number; high: number } | null): boolean =>
      interval!.low <= 0 && interval!.high >= 0;
    expect(shareOf(2000, () => holds(medianInterval(normals(9), 0.95)))).toBeGreaterThan(0.945);
    const differences = (): number[] => {
      const [x, y] = [normals(5), normals(6)];
      return x.flatMap((a) => y.map((b) => a - b));
    };
    expect(shareOf(2000, () => holds(pairwiseInterval(differences(), 5, 6, 0.95)))).toBeGreaterThan(0.945);
  });

  it('bootstrap intervals of few seeds hold it less often, as is known', () => {
    const share = shareOf(300, () => {
      const { low, high } = bootstrap([normals(5)], meanOf, { resamples: 400 })!.percentile;
      return low <= 0 && high >= 0;
    });
    expect(share).toBeGreaterThan(0.72);
    expect(share).toBeLessThan(0.93);
  });

  it('rank tests find nothing where there is nothing, at most as often as they say', () => {
    expect(shareOf(2000, () => rankSumTest(normals(6), normals(6))!.p <= 0.05)).toBeLessThan(0.05);
    expect(shareOf(2000, () => signedRankTest(normals(8)).p <= 0.05)).toBeLessThan(0.055);
  });

  it('a t test finds an effect as often as its power says', () => {
    const expected = powerOfT(0.9, 8, 'independent');
    const share = shareOf(3000, () => {
      const x = normals(8).map((v) => v + 0.9);
      return welchT(x, normals(8), 0.95)!.p < 0.05;
    });
    // Welch's test is a little weaker than the pooled one, for which power is planned.
    expect(Math.abs(share - expected)).toBeLessThan(0.03);
  });
});
