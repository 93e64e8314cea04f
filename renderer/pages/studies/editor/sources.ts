/** Where a study's number can come from: series, summary metrics and probes, for picking from a list. Pure. */
import { PROBE_TYPES } from '../../../../engine/spec/schema.ts';
import { m } from '../../../messages/index.ts';

const SERIES = [
  'validation.accuracy',
  'validation.loss',
  'train.accuracy',
  'train.loss',
  'validation.accuracy.batch',
  'validation.loss.batch',
  'gradient.norm',
];
const SUMMARY = ['best.validation.accuracy', 'best.validation.loss'].concat(
  ['accuracy', 'loss'].flatMap((what) => ['', '.batch', '.precise'].map((with_) => `test.${what}${with_}`)),
);

export interface SourceGroup {
  label: string;
  names: string[];
}

/** Everything that runs are known to record; `seen` are the summary metrics of runs that are there. */
export function sourceGroups(seen: Iterable<string>): SourceGroup[] {
  const others = [...new Set(seen)].filter((name) => !SERIES.includes(name) && !SUMMARY.includes(name)).sort();
  return [
    { label: m.studyEditor.sources.series, names: SERIES },
    {
      label: m.studyEditor.sources.summary,
      names: [...SUMMARY, ...others.filter((name) => !name.startsWith('probe.'))],
    },
    { label: m.studyEditor.sources.probes, names: others.filter((name) => name.startsWith('probe.')) },
  ].filter(({ names }) => names.length > 0);
}

/** Whether smaller values of a source are better, as far as its name tells. */
export const isLower = (source: string): boolean => /(^|[./])(loss|norm)([.@/]|$)/.test(source);

export const probeHint = PROBE_TYPES.map((type) => `probe.${type}.`).join(' ');
