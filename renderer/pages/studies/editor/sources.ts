/** Where a study's number can come from: series, summary metrics and probes, for picking from a list. Pure. */
import { metricOf, METRICS } from '../../../../engine/metrics.ts';
import { m } from '../../../messages/index.ts';

const names = (series: boolean): string[] =>
  METRICS.flatMap(({ name, recorded }) => ((recorded !== null) === series ? [name] : []));
const [SERIES, SUMMARY] = [names(true), names(false)];

export interface SourceGroup {
  label: string;
  names: string[];
}

/** Everything that runs are known to record; `seen` are the summary metrics of runs that are there. */
export function sourceGroups(seen: Iterable<string>): SourceGroup[] {
  const others = [...new Set(seen)].filter((name) => !SERIES.includes(name) && !SUMMARY.includes(name)).sort();
  const ofProbe = (name: string): boolean => metricOf(name).probe !== null;
  return [
    { label: m.studyEditor.sources.series, names: SERIES },
    { label: m.studyEditor.sources.summary, names: [...SUMMARY, ...others.filter((name) => !ofProbe(name))] },
    { label: m.studyEditor.sources.probes, names: others.filter(ofProbe) },
  ].filter(({ names }) => names.length > 0);
}

/** Whether smaller values of a source are better, as far as that is known. */
export const isLower = (source: string): boolean => metricOf(source).better === 'lower';
