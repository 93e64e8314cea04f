/** The runs that a report is about, as its figures and tables see them. */
import type { RunDetail } from '../../../contract/runs.ts';
import type { SeriesPoints } from '../../../contract/series.ts';
import type { RunService } from '../../types.ts';
import type { Markup } from '../markup.ts';
import { runStyles, type RunStyle } from '../../../view/styles.ts';

export interface Subject {
  run: RunDetail;
  /** Unique among the runs of the report: the name, with the seed or the start of the id where names repeat. */
  label: string;
  /** The same as on the page. */
  style: RunStyle;
  /** All stored points; empty for a series that was not recorded. */
  series(name: string): SeriesPoints;
}

/** A column of the table that stands for a figure. */
export interface NumberColumn {
  title: string;
  points: SeriesPoints;
  /** As a person reads it. */
  format(value: number): string;
}

/** A figure ready for the page. */
export interface ReportFigure {
  svg: Markup;
  caption: string;
  drawn: number;
  total: number;
  /** What the figure shows, as numbers: over steps, or a finished table. */
  table: { rows: 'step'; columns: NumberColumn[] } | { rows: 'channel'; markup: Markup };
}

const ID_DIGITS = 8;

/** Labels by which runs of one report can be told apart. */
export function distinctLabels(runs: readonly Pick<RunDetail, 'id' | 'name' | 'spec'>[]): string[] {
  const withSeed = runs.map((run) => `${run.name} (seed ${run.spec.seed})`);
  const count = (list: readonly string[], item: string): number => list.filter((other) => other === item).length;
  const names = runs.map((run) => run.name);
  return runs.map((run, index) => {
    if (count(names, run.name) === 1) return run.name;
    // UUIDv7 begin with the time: the end is what differs between runs that were started together.
    return count(withSeed, withSeed[index]!) === 1 ? withSeed[index]! : `${run.name} (…${run.id.slice(-ID_DIGITS)})`;
  });
}

/** Prepares runs for a report, in the order given. Series are read when they are asked for, once. */
export function subjectsOf(runs: RunService, details: readonly RunDetail[]): Subject[] {
  const labels = distinctLabels(details);
  const styles = runStyles(details.map(({ id }) => id));
  return details.map((run, index) => {
    const known = new Map<string, SeriesPoints>();
    return {
      ...{ run, label: labels[index]!, style: styles.get(run.id)! },
      series(name) {
        const points = known.get(name) ?? runs.series(run.id, name);
        known.set(name, points);
        return points;
      },
    };
  });
}
