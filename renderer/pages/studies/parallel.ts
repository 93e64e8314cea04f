/** Parallel coordinates: an axis for each factor and measure, a line for each run. Pure; drawn by ParallelPlot.svelte. */
import type { StudyResult } from '../../../app/contract/study-results.ts';
import { m } from '../../messages/index.ts';
import { formatNumber } from '../../../app/view/numbers.ts';
import { orderScale, positionOf } from '../../../app/view/color/scale.ts';

export interface ParallelAxis {
  title: string;
  /** Where labels stand, from 0 (bottom) to 1 (top). */
  ticks: { at: number; label: string }[];
}

export interface ParallelLine {
  runId: string | null;
  seed: number;
  /** Position on each axis; null where it has no value: the line then ends at the foot of the axis. */
  positions: (number | null)[];
  texts: string[];
}

/** What is brushed on each axis; null for everything. */
export type Brushes = readonly (readonly [number, number] | null)[];

/** Axes and lines of a result; runs that have no number of the first measure yet are left out. */
export function parallelOf({ plan, measures, runs }: StudyResult): { axes: ParallelAxis[]; lines: ParallelLine[] } {
  const factorAxes = plan.factors.map(({ name, levels }): ParallelAxis => {
    const places = placesOf(levels);
    return { title: name, ticks: levels.map(({ label }, i) => ({ at: places[i]!, label })) };
  });
  const ranges = measures.map(({ values }) => {
    const finite = values.flat().filter((value): value is number => value !== null && Number.isFinite(value));
    return finite.length === 0 ? ([0, 1] as const) : ([Math.min(...finite), Math.max(...finite)] as const);
  });
  const measureAxes = measures.map(({ name }, i): ParallelAxis => {
    const [low, high] = ranges[i]!;
    const ends = low === high ? [low] : [low, high];
    return { title: name, ticks: ends.map((value) => ({ at: shareOf(value, low, high), label: formatNumber(value) })) };
  });
  const lines = runs.flatMap(({ cell, seed, runId }): ParallelLine[] => {
    const at = plan.seeds.indexOf(seed);
    const numbers = measures.map(({ values }) => values[cell]?.[at] ?? null);
    if (numbers[0] === null || numbers[0] === undefined) return [];
    const levels = plan.cells[cell]!.levels;
    return [
      {
        ...{ runId, seed },
        positions: [
          ...levels.map((level, f) => factorAxes[f]!.ticks[level]!.at),
          ...numbers.map((value, i) =>
            value === null || !Number.isFinite(value) ? null : shareOf(value, ...ranges[i]!),
          ),
        ],
        texts: [
          ...levels.map((level, f) => plan.factors[f]!.levels[level]!.label),
          ...numbers.map((value) => (value === null ? m.format.absent : formatNumber(value))),
        ],
      },
    ];
  });
  return { axes: [...factorAxes, ...measureAxes], lines };
}

/** Numbers by their size, in the logarithm where they are far apart; names evenly, the first on top. */
function placesOf(levels: readonly { number: number | null }[]): number[] {
  const numbers = levels.map(({ number }) => number);
  if (numbers.length > 1 && numbers.every((number): number is number => number !== null)) {
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    return numbers.map((number) => shareOf(number, low, high));
  }
  return levels.map((_, i) => (levels.length === 1 ? 0.5 : 1 - i / (levels.length - 1)));
}

/** Whether a line passes through everything that is brushed; a missing value lies at the foot. */
export const isBrushed = ({ positions }: ParallelLine, brushes: Brushes): boolean =>
  brushes.every((brush, i) => {
    if (brush === null) return true;
    const at = positions[i] ?? -0.06;
    return at >= brush[0] - 1e-9 && at <= brush[1] + 1e-9;
  });

/** Where a value lies between the smallest and the largest, 0 to 1; in the logarithm where they are far apart. */
function shareOf(value: number, low: number, high: number): number {
  return high <= low ? 0.5 : positionOf(orderScale([[low, high]]), value);
}
