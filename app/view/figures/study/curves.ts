/** Curves of the arms of a study: the mean over seeds with its 95 % interval as a band, and a pale line for each seed. */
import type { StudyResult } from '../../../contract/study-results.ts';
import { texts } from '../../../../engine/words/words.ts';
import type { Axis } from '../../axes.ts';
import type { Figure, Mark } from '../../figure.ts';
import type { Points } from '../../points.ts';
import { styleAt } from '../../styles.ts';
import { thinned } from '../../thin.ts';
import { stepAxis } from '../subject.ts';
import { bandOf, type Band } from './band.ts';

const t = texts('view.figures.arm-curves', {
  title: 'Curves, mean over seeds',
  note:
    'Bold: mean over seeds; band: its 95 % interval; thin: single seeds. A seed that diverged is left out from there on. ' +
    'Tuned arms are shown at the level that they chose.',
  some: ({ shown, all }: { shown: number; all: number }) => `The first ${shown} of ${all} arms are drawn.`,
});

/** As many arms as there are colours. */
export const MOST_ARMS = 8;
/** Points of a pale line. */
const PALE = 300;

/** The runs that stand for an arm. */
export interface ArmRuns {
  arm: string;
  runIds: string[];
}

/** The runs that stand for each arm: of a tuned arm, those at the level that it chose. */
export function runsOfArms({ plan, runs, measures }: StudyResult): ArmRuns[] {
  return plan.arms.map((arm, i) => {
    const choices = measures[0]?.arms[i]?.choices ?? [];
    const cells = plan.cells.flatMap((cell, index) => {
      const chosen = choices.every(({ factor, level }) => {
        const f = plan.factors.findIndex(({ name }) => name === factor);
        return plan.factors[f]?.levels[cell.levels[f]!]?.label === level;
      });
      return cell.arm === arm && chosen ? [index] : [];
    });
    const runIds = runs.flatMap(({ cell, runId }) => (runId !== null && cells.includes(cell) ? [runId] : []));
    return { arm, runIds };
  });
}

/** What is drawn of an arm. */
export interface ArmCurves {
  arm: string;
  /** Its place among all arms, which decides about its style. */
  index: number;
  curves: readonly { points: Points; broken: boolean }[];
  band: Band;
  /** Whether the runs of a seed broke off before those of others: its mean is then one of fewer, and may run away. */
  broken: boolean;
}

/** The curves of arms, in order; of no more than {@link MOST_ARMS}. */
export function armCurves(arms: readonly ArmRuns[], curveOf: (runId: string) => Points | undefined): ArmCurves[] {
  const found = arms.slice(0, MOST_ARMS).map(({ arm, runIds }, index) => {
    const curves = runIds.flatMap((id) => {
      const points = curveOf(id);
      return points === undefined || points.steps.length === 0 ? [] : [points];
    });
    return { arm, index, curves };
  });
  const last = Math.max(0, ...found.flatMap(({ curves }) => curves.map(({ steps }) => steps.at(-1)!)));
  const brokenOff = ({ steps, values }: Points): boolean => steps.at(-1)! < last || !Number.isFinite(values.at(-1));
  return found.map(({ curves, ...one }) => ({
    ...one,
    curves: curves.map((points) => ({ points, broken: brokenOff(points) })),
    band: bandOf(curves),
    broken: curves.some(brokenOff),
  }));
}

/** The figure of one series; `all`: how many arms there are. Null where no run has recorded it. */
export function armCurvesFigure(arms: readonly ArmCurves[], y: Axis, all: number): Figure | null {
  const drawn = arms.filter(({ band }) => band.steps.length > 0);
  if (drawn.length === 0) return null;
  const some = all > MOST_ARMS ? ` ${t.some({ shown: MOST_ARMS, all })}` : '';
  const marks = drawn.flatMap(({ arm, index, curves, band, broken }): Mark[] => {
    const style = styleAt(index);
    const pale = curves.map(({ points, broken: ends }): Mark => {
      const { steps, values } = thinned(points, PALE);
      // The axis follows the means: a seed that diverged shall not flatten the others.
      return { kind: 'line', label: arm, style, look: 'raw', x: steps, y: values, broken: ends, derived: true };
    });
    return [
      { kind: 'band', label: arm, style, x: band.steps, low: band.low, high: band.high },
      ...pale,
      { kind: 'line', label: arm, style, look: 'main', x: band.steps, y: band.mean, broken },
    ];
  });
  return {
    ...{ key: 'arm-curves', title: t.title, note: t.note + some, shape: 'curves' },
    panels: [{ key: 'arm-curves', title: t.title, x: stepAxis(), y, marks }],
    legend: drawn.map(({ arm, index }) => ({ label: arm, style: styleAt(index), look: 'main' })),
  };
}
