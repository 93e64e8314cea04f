/** What each level of the factors did: means over everything else. Pure; of the numbers that the program has measured. */
import type { StudyResult } from '../../../contract/study-results.ts';
import { intervalOf } from './band.ts';

type Measure = StudyResult['measures'][number];
type Plan = StudyResult['plan'];

export interface Effect {
  label: string;
  number: number | null;
  /** Null where no run at this level has a finite value. */
  mean: number | null;
  low: number | null;
  high: number | null;
  /** Numbers that there are, and how many of them are finite. */
  n: number;
  finite: number;
}

const numbersAt = (plan: Plan, { values }: Measure, matches: (levels: readonly number[]) => boolean): number[] =>
  plan.cells.flatMap((cell, i) =>
    matches(cell.levels) ? (values[i] ?? []).filter((value): value is number => value !== null) : [],
  );

/** The mean at each level of a factor, over the levels of all others and all seeds. */
export function mainEffect(plan: Plan, measure: Measure, factor: number): Effect[] {
  return plan.factors[factor]!.levels.map(({ label, number }, level) => {
    const all = numbersAt(plan, measure, (levels) => levels[factor] === level);
    const finite = all.filter(Number.isFinite);
    const { mean, low, high } = finite.length === 0 ? { mean: null, low: null, high: null } : intervalOf(finite);
    return { label, number, mean, low, high, n: all.length, finite: finite.length };
  });
}

export interface HeatCell {
  mean: number | null;
  n: number;
  finite: number;
}

/** Means by the levels of two factors: rows are those of the first. */
export function heatOf(plan: Plan, measure: Measure, first: number, second: number): HeatCell[][] {
  return plan.factors[first]!.levels.map((_, row) =>
    plan.factors[second]!.levels.map((__, column) => {
      const all = numbersAt(plan, measure, (levels) => levels[first] === row && levels[second] === column);
      const finite = all.filter(Number.isFinite);
      const mean = finite.length === 0 ? null : finite.reduce((a, b) => a + b, 0) / finite.length;
      return { mean, n: all.length, finite: finite.length };
    }),
  );
}
