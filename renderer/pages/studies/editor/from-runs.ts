/** A study of runs that are there: what differs between their specifications becomes factors, the rest the base. Pure. */
import type { Comparison } from '../../../../app/contract/compare.ts';
import type { RunRow } from '../../../../app/contract/runs.ts';
import { parseRunSpec, setValue } from '../../../../engine/spec/parse.ts';
import type { RunSpec } from '../../../../engine/spec/schema.ts';
import type { FactorSpec } from '../../../../engine/spec/schema/study.ts';
import { sameValue } from '../../../state/paths.ts';
import { fieldTitles, specField, specValue } from '../../../state/spec-fields.ts';

type Settings = Record<string, unknown>;

export interface FromRuns {
  factors: FactorSpec[];
  /** Those of the runs, ascending. */
  seeds: number[];
}

const NOT_VARIED = new Set(['seed', 'name', 'format', 'probes']);

/**
 * Where the runs are all combinations of the values of single fields, each field is a factor of its own; otherwise one
 * factor has a level for each different specification.
 */
export function studyOfRuns(runs: readonly RunRow[], diff: Comparison['spec']): FromRuns {
  const rows = diff.filter((row) => row.differs && !NOT_VARIED.has(row.path));
  const seeds = [...new Set(runs.map((run) => run.spec.seed))].sort((a, b) => a - b);
  const choosers = rows.filter(({ path }) => Object.keys(specField(path).variants).length > 0);
  /** Fields that come and go with the variant of a choice; the choice says it all. */
  const single = rows.filter(
    (row) => choosers.includes(row) || (!row.values.some(({ missing }) => missing) && !belongsTo(row.path, choosers)),
  );
  const distinct = single.map((row) => unique(row.values.map((value) => (value.missing ? undefined : value.value))));
  const combinations = unique(runs.map((_, i) => single.map((row) => valueOf(row, i)))).length;
  const titles = fieldTitles(single.map(({ path }) => path));
  const whole = unique(runs.map((_, i) => rows.map((row) => valueOf(row, i)))).length;
  if (combinations === whole && combinations === distinct.reduce((count, { length }) => count * length, 1))
    return {
      seeds,
      factors: single.map(({ path }, i): FactorSpec => ({
        ...{ type: 'values', path, values: distinct[i]! },
        name: (titles.get(path) ?? path).toLowerCase(),
      })),
    };
  return { seeds, factors: [asLevels(runs, rows)] };
}

/** One factor with a level for each different specification, choices set before the fields that belong to them. */
function asLevels(runs: readonly RunRow[], rows: Comparison['spec']): FactorSpec {
  const ordered = rows.toSorted((a, b) => depth(a.path) - depth(b.path));
  const whole = unique(
    runs.map((_, i): Settings =>
      Object.fromEntries(ordered.flatMap((row) => (row.values[i]!.missing ? [] : [[row.path, valueOf(row, i)]]))),
    ),
  );
  const sets = whole.map((set) => fewest(runs[0]!.spec, set));
  /** Fields that tell levels apart. The level that is as the base is called by them too. */
  const telling = ordered.filter(({ path }) => sets.some((set) => path in set)).map(({ path }) => path);
  const labels = whole.map((set) =>
    telling
      .flatMap((path) => (path in set ? [specValue(path, set[path])] : []))
      .join(', ')
      .slice(0, 80),
  );
  const levels = sets.map((set, i) => ({
    label: labels.indexOf(labels[i]!) === i ? labels[i]! : `${labels[i]!.slice(0, 74)} (${i + 1})`,
    set,
  }));
  const name = telling.map((path) => specField(path).title.toLowerCase()).join(', ');
  return {
    type: 'levels',
    name: name.slice(0, 80),
    levels,
  };
}

/** The settings without those that change nothing in `base`: they are as there, or as another choice brings them along. */
function fewest(base: RunSpec, set: Settings): Settings {
  const wanted = made(base, set);
  return Object.keys(set).reduceRight<Settings>((kept, path) => {
    const fewer = Object.fromEntries(Object.entries(kept).filter(([key]) => key !== path));
    return made(base, fewer) === wanted ? fewer : kept;
  }, set);
}

/** What the settings make of a specification, to be compared; empty where it is not valid. */
function made(base: RunSpec, set: Settings): string {
  const input = Object.entries(set).reduce<unknown>((spec, [path, value]) => setValue(spec, path, value), base);
  const parsed = parseRunSpec(input);
  return parsed.ok ? JSON.stringify(parsed.spec) : '';
}

/** Choices come first: setting one drops the fields of the variant before. */
const depth = (path: string): number =>
  path.split('.').length * 2 - (Object.keys(specField(path).variants).length > 0 ? 3 : 0);

const belongsTo = (path: string, choosers: Comparison['spec']): boolean =>
  choosers.some((chooser) => path.startsWith(chooser.path.slice(0, chooser.path.lastIndexOf('.') + 1)));

const valueOf = (row: Comparison['spec'][number], i: number): unknown => {
  const value = row.values[i]!;
  return value.missing ? undefined : value.value;
};

const unique = <T>(values: readonly T[]): T[] =>
  values.filter((value, i) => values.findIndex((other) => sameValue(other, value)) === i);
