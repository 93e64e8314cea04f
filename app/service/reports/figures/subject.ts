/** The runs that a report is about, as its figures and tables see them. */
import type { RunDetail } from '../../../contract/runs.ts';
import type { SeriesPoints } from '../../../contract/series.ts';
import type { RunService } from '../../types.ts';
import type { RunSubject } from '../../../view/figures/subject.ts';
import { runStyles } from '../../../view/styles.ts';

/** A run with its series, drawn in the same style as on the page. */
export interface Subject extends RunSubject {
  run: RunDetail;
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
      ...{ run, label: labels[index]!, style: styles.get(run.id)!, loss: run.spec.loss.type },
      divergedAt: run.status === 'diverged' ? run.step : null,
      series(name) {
        const points = known.get(name) ?? runs.series(run.id, name);
        known.set(name, points);
        return points;
      },
    };
  });
}
