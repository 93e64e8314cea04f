/**
 * One arm against its baseline: by seed where both were run with the same seeds, because the same seed means the same
 * initial weights and order of samples, and what both arms share cancels; otherwise as independent samples. What follows
 * from it is decided elsewhere: verdict/ and badge.ts.
 */
import { bootstrap, DEFAULT_RESAMPLING, type BootstrapIntervals, type Resampling } from './bootstrap.ts';
import { cohenD, cohenDz, unbiased } from './effect-size.ts';
import { probabilityOfImprovement, type Improvement } from './improvement.ts';
import { mean } from './moments.ts';
import {
  type Direction,
  finiteOf,
  pairBySeed,
  refuseRepeatedSeeds,
  type SeedValue,
  valuesOf,
  withWorst,
  worstOf,
} from './outcomes.ts';
import type { Pairing } from './power.ts';
import { rankSumTest, type RankSumTest } from './rank-sums.ts';
import { differenceOf, signedRankTest, type SignedRankTest, signTest, type SignTest } from './signed-ranks.ts';
import { meanOf } from './summary.ts';
import { oneSampleT, type TTest, welchT } from './t-tests.ts';

/** The difference arm minus baseline, tested in several ways. Null where there are too few values, or no spread. */
export interface Comparison {
  pairing: Pairing;
  /** Runs of either arm, and how many of them have no finite value. */
  arm: { n: number; nonFinite: number };
  baseline: { n: number; nonFinite: number };
  /**
   * Over finite values only, like all down to `effect`; of pairs, over those with two finite values. How many that
   * leaves is `compared`: pairs, or the smaller of both arms.
   */
  compared: number;
  meanDifference: number | null;
  /** Student's test of paired differences, or Welch's. */
  t: TTest | null;
  /** Intervals of the mean difference. */
  bootstrap: BootstrapIntervals | null;
  /** In standard deviations: of the values (d), and of paired differences (dz); g and gz are these without bias. */
  effect: { d: number | null; g: number | null; dz: number | null; gz: number | null };
  /** Over all runs, those without a finite value as the worst, like all that follows. */
  improvement: Improvement | null;
  rankSum: RankSumTest | null;
  /** For pairs only. */
  signedRank: SignedRankTest | null;
  signs: SignTest | null;
}

/** Compares an arm with its baseline. Throws a RangeError where one of them has a seed twice. */
export function compare(
  arm: readonly SeedValue[],
  baseline: readonly SeedValue[],
  better: Direction,
  resampling: Resampling = {},
): Comparison {
  refuseRepeatedSeeds('the arm', arm); // not for people: names the parameter
  refuseRepeatedSeeds('the baseline', baseline); // not for people: names the parameter
  const pairs = pairBySeed(arm, baseline);
  const [x, y] = [valuesOf(arm), valuesOf(baseline)];
  const [ranksX, ranksY] = [withWorst(x, better), withWorst(y, better)];
  const ranked = pairs?.map(([a, b]) => differenceOf(finiteOr(a, better), finiteOr(b, better))) ?? null;
  const count = (values: number[]) => ({ n: values.length, nonFinite: values.length - finiteOf(values).length });
  return {
    pairing: pairs === null ? 'independent' : 'paired',
    arm: count(x),
    baseline: count(y),
    ...(pairs === null ? independent(finiteOf(x), finiteOf(y), resampling) : paired(pairs, resampling)),
    improvement: probabilityOfImprovement(ranksX, ranksY, better, resampling),
    rankSum: rankSumTest(ranksX, ranksY),
    signedRank: ranked && signedRankTest(ranked),
    signs: ranked && signTest(ranked),
  };
}

type OverFinite = Pick<Comparison, 'compared' | 'meanDifference' | 't' | 'bootstrap' | 'effect'>;

function paired(pairs: readonly [number, number][], resampling: Resampling): OverFinite {
  const finite = pairs.filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b));
  const differences = finite.map(([a, b]) => a - b);
  const effect = effectOf(
    finite.map(([a]) => a),
    finite.map(([, b]) => b),
  );

  const dz = cohenDz(differences);
  return {
    compared: differences.length,
    meanDifference: differences.length === 0 ? null : mean(differences),
    t: oneSampleT(differences, resampling.level ?? DEFAULT_RESAMPLING.level),
    bootstrap: bootstrap([differences], meanOf, resampling),
    effect: { ...effect, dz, gz: unbiased(dz, differences.length - 1) },
  };
}

function independent(x: readonly number[], y: readonly number[], resampling: Resampling): OverFinite {
  return {
    compared: Math.min(x.length, y.length),
    meanDifference: x.length === 0 || y.length === 0 ? null : mean(x) - mean(y),
    t: welchT(x, y, resampling.level ?? DEFAULT_RESAMPLING.level),
    bootstrap: bootstrap([x, y], (a, b) => meanOf(a!) - meanOf(b!), resampling),
    effect: { ...effectOf(x, y), dz: null, gz: null },
  };
}

function effectOf(x: readonly number[], y: readonly number[]): { d: number | null; g: number | null } {
  const d = cohenD(x, y);
  return { d, g: unbiased(d, x.length + y.length - 2) };
}

const finiteOr = (value: number, better: Direction): number => (Number.isFinite(value) ? value : worstOf(better));
