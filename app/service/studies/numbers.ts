/** What is recorded of a run, as the measures of a study ask for it. */
import type { ProbeSpec } from '../../../engine/spec/schema.ts';
import type { RunNumbers } from '../../../engine/study/values.ts';
import type { Store } from '../../store/store.ts';
import { probeKey } from './find-runs.ts';

/** The numbers of a run that has ended; of probes only those that the study takes, not those that somebody took beside them. */
export function runNumbers(
  store: Pick<Store, 'runs' | 'series' | 'probes'>,
  id: string,
  needed: readonly ProbeSpec[],
): RunNumbers {
  const run = store.runs.get(id);
  const keys = new Set(needed.map(probeKey));
  return {
    diverged: run?.status === 'diverged',
    step: run?.step ?? 0,
    summary: run?.summary ?? {},
    series(name) {
      const points = store.series.read(id, name);
      return points.values.length === 0 ? null : points;
    },
    probes: (type, number) =>
      store.probes.list(id).flatMap(({ probe, step, numbers }) => {
        const value = numbers[number];
        if (probe.type !== type || value === undefined || !keys.has(probeKey(probe))) return [];
        return [{ step, end: probe.at[0] === 'end', value }];
      }),
  };
}
