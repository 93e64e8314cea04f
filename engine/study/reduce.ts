/**
 * From the numbers of all cells and seeds to those of the arms: the levels of reduced factors become one number for each
 * arm and seed, such as the value at the arm's own best learning rate.
 */
import type { MeasureSpec, ReductionSpec } from '../spec/schema/study.ts';
import { withWorst } from '../statistics/outcomes.ts';
import type { StudyPlan } from './expand.ts';
import { reaches } from './values.ts';

/** The number of one cell and seed; null while its run has not ended, or where it has no such number. */
export type CellValue = (cell: number, seed: number) => number | null;

/** What a tuned arm chose. */
export interface Choice {
  factor: string;
  /** Label of the level. */
  level: string;
  /** Whether it is the first or the last one of the grid: a better one may lie beyond. */
  edge: boolean;
  /** How many levels there were. */
  of: number;
}

export interface ArmValues {
  arm: string;
  /** One for each seed whose runs have all ended. */
  outcomes: { seed: number; value: number }[];
  choices: Choice[];
}

/** Numbers at a point of the grid of factors: by seed. */
type BySeed = Map<number, number>;
interface Point {
  /** Level of each factor; null for those that are reduced already. */
  levels: (number | null)[];
  arm: string;
  numbers: BySeed;
  choices: Choice[];
}

/** Outcomes of every arm for one measure; an arm without any ended run is there with none. */
export function reduceCells(
  plan: StudyPlan,
  measure: MeasureSpec,
  seeds: readonly number[],
  value: CellValue,
): ArmValues[] {
  let points = plan.cells.map(({ levels, arm }, cell): Point => {
    const numbers = new Map<number, number>();
    for (const seed of seeds) {
      const number = value(cell, seed);
      if (number !== null) numbers.set(seed, number);
    }
    return { levels: [...levels], arm, numbers, choices: [] };
  });
  let { better } = measure;
  for (const reduction of measure.reduce) {
    points = reduceFactor(plan, points, reduction, better);
    better = directionAfter(reduction, better);
  }
  return plan.arms.map((arm) => {
    const point = points.find((one) => one.arm === arm);
    const outcomes = [...(point?.numbers ?? [])].map(([seed, number]) => ({ seed, value: number }));
    return { arm, outcomes, choices: point?.choices ?? [] };
  });
}

/** Which way the numbers of arms get better: that of the values, unless they were reduced to something else. */
export const outcomeDirection = ({ better, reduce }: Pick<MeasureSpec, 'better' | 'reduce'>): MeasureSpec['better'] =>
  reduce.reduce((direction, reduction) => directionAfter(reduction, direction), better);

function directionAfter({ type }: ReductionSpec, better: MeasureSpec['better']): MeasureSpec['better'] {
  switch (type) {
    case 'best':
    case 'worst':
      return better;
    case 'spread':
      return 'lower';
    case 'largest-reaching':
    case 'decades-reaching':
      return 'higher';
    default:
      return type satisfies never;
  }
}

function reduceFactor(
  plan: StudyPlan,
  points: readonly Point[],
  reduction: ReductionSpec,
  better: MeasureSpec['better'],
): Point[] {
  const f = plan.factors.findIndex(({ name }) => name === reduction.factor);
  const groups = new Map<string, Point[]>();
  for (const point of points) {
    const key = JSON.stringify(point.levels.with(f, null));
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()].map((group) => {
    const { levels, arm } = group[0]!;
    const of = (level: number) => plan.factors[f]!.levels[level]!;
    const at = group.map((point) => ({ point, level: of(point.levels[f]!) }));
    const reduced = { levels: levels.with(f, null), arm, choices: group[0]!.choices };
    if (reduction.type === 'best') {
      const best = bestPoint(group, better);
      const index = best.levels[f]!;
      const count = plan.factors[f]!.levels.length;
      const choice = {
        factor: reduction.factor,
        level: of(index).label,
        edge: index === 0 || index === count - 1,
        of: count,
      };
      return { ...reduced, numbers: best.numbers, choices: [...best.choices, choice] };
    }
    // Only seeds whose runs have ended at every level have a number.
    const seeds = [...group[0]!.numbers.keys()].filter((seed) => group.every(({ numbers }) => numbers.has(seed)));
    const numbers = seeds.map((seed): [number, number] => {
      const values = at.map(({ point, level }) => ({ value: point.numbers.get(seed)!, level: level.number }));
      return [seed, reduceValues(values, reduction, better)];
    });
    return { ...reduced, numbers: new Map(numbers) };
  });
}

/** The level whose median over the seeds is best, a diverged run counting as the worst; the first one of equals. */
function bestPoint(group: readonly Point[], better: MeasureSpec['better']): Point {
  const middle = ({ numbers }: Point): number => {
    const ordered = withWorst([...numbers.values()], better).sort((a, b) => a - b);
    if (ordered.length === 0) return better === 'higher' ? -Infinity : Infinity;
    const low = ordered[(ordered.length - 1) >> 1]!;
    const high = ordered[ordered.length >> 1]!;
    return low === high ? low : (low + high) / 2;
  };
  return group.reduce((best, one) => {
    const [a, b] = [middle(one), middle(best)];
    return (better === 'higher' ? a > b : a < b) ? one : best;
  });
}

interface Leveled {
  value: number;
  level: number | null;
}

function reduceValues(
  values: readonly Leveled[],
  reduction: Exclude<ReductionSpec, { type: 'best' }>,
  better: MeasureSpec['better'],
): number {
  switch (reduction.type) {
    case 'worst': {
      const all = values.map(({ value }) => value);
      if (all.some(Number.isNaN)) return NaN;
      return better === 'higher' ? Math.min(...all) : Math.max(...all);
    }
    case 'spread': {
      const all = values.map(({ value }) => value);
      return all.every((value) => Number.isFinite(value)) ? Math.max(...all) / Math.min(...all) : Infinity;
    }
    case 'largest-reaching':
      return Math.max(
        0,
        ...values.flatMap(({ value, level }) =>
          level !== null && reaches(value, reduction.level, better) ? [level] : [],
        ),
      );
    case 'decades-reaching': {
      const ordered = values.filter(({ level }) => level !== null && level > 0).sort((a, b) => a.level! - b.level!);
      let longest = 0;
      let first: number | null = null;
      for (const { value, level } of ordered) {
        if (!reaches(value, reduction.level, better)) first = null;
        else {
          first ??= level!;
          longest = Math.max(longest, Math.log10(level! / first));
        }
      }
      return longest;
    }
    default:
      return reduction satisfies never;
  }
}
