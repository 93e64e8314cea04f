/**
 * From a study to its runs: every combination of the factors' levels, with every seed. Arms are the combinations of those
 * factors that no measure reduces.
 */
import { messages, say, type Message } from '../words/words.ts';
import { stream } from '../random.ts';
import { runAsOf, SPEC_VERSION } from '../spec/history.ts';
import { parseRunSpec, setValue } from '../spec/parse.ts';
import { issueAt, messageOf, type FieldIssue } from '../words/worded.ts';
import { findPreset } from '../spec/presets.ts';
import { RunSpec } from '../spec/schema.ts';
import type { FactorSpec, StudySpec } from '../spec/schema/study.ts';

const REFUSALS = messages('study.plan', {
  'no-preset': ({ name, near }: { name: string; near: string | null }) =>
    `is ${name}, which is no preset${near === null ? '' : `; did you mean ${near}?`}`,
  'at-levels': ({ problem, levels }: { problem: Message; levels: readonly string[] }) =>
    `${say(problem)} (at ${levels.join(', ')})`,
});

/** One level of a factor. */
export interface StudyLevel {
  label: string;
  /** Fields by dotted path. */
  set: Record<string, unknown>;
  /** Its number, for factors of one numeric field. */
  number: number | null;
}

export interface StudyFactor {
  name: string;
  /** The one field that it varies; null where levels set several. */
  path: string | null;
  levels: StudyLevel[];
  /** Whether its levels are reduced to one number, such as the best of a grid, and make no arms. */
  reduced: boolean;
}

/** One combination of levels. */
export interface StudyCell {
  /** Index of the level of each factor. */
  levels: number[];
  /** Name of the arm that it belongs to. */
  arm: string;
  /** Without a seed. */
  spec: RunSpec;
}

export interface StudyPlan {
  factors: StudyFactor[];
  /** In the order of the factors, the last one changing fastest. */
  cells: StudyCell[];
  /** Names of the arms, in order. */
  arms: string[];
}

export type Expanded = { ok: true; plan: StudyPlan } | { ok: false; issues: FieldIssue[] };

/** Between the labels of an arm's levels. */
export const ARM_SEPARATOR = ' · ';

/** Expands a study; says what is wrong with its base or with the settings of a level, by their paths in the study. */
export function expandStudy(study: StudySpec): Expanded {
  const base = baseOf(study);
  if (!base.ok) return base;
  const reduced = new Set(study.measures.flatMap(({ reduce }) => reduce.map(({ factor }) => factor)));
  const factors = study.factors.map((factor) => levelsOf(factor, reduced.has(factor.name)));
  const issues: FieldIssue[] = [];
  const cells = combinations(factors.map(({ levels }) => levels.length)).flatMap((levels): StudyCell[] => {
    let input: unknown = base.spec;
    levels.forEach((level, f) => {
      for (const [path, value] of Object.entries(factors[f]!.levels[level]!.set)) input = setValue(input, path, value);
    });
    const labels = levels.flatMap((level, f) => (factors[f]!.reduced ? [] : [factors[f]!.levels[level]!.label]));
    const all = levels.map((level, f) => factors[f]!.levels[level]!.label);
    const named = setValue(input, 'name', [study.title, ...all].join(ARM_SEPARATOR).slice(0, 200));
    const parsed = parseRunSpec(named, study.version);
    if (!parsed.ok) {
      issues.push(
        ...parsed.issues.map((issue) =>
          issueAt(issue.path, REFUSALS['at-levels']({ problem: messageOf(issue), levels: all })),
        ),
      );
      return [];
    }
    return [{ levels, arm: labels.join(ARM_SEPARATOR) || study.title, spec: parsed.spec }];
  });
  if (issues.length > 0) return { ok: false, issues };
  return { ok: true, plan: { factors, cells, arms: [...new Set(cells.map(({ arm }) => arm))] } };
}

/** The base with the names of the study's version, as its factors have them. */
function baseOf({
  base,
  version = SPEC_VERSION,
}: StudySpec): { ok: true; spec: unknown } | { ok: false; issues: FieldIssue[] } {
  if (typeof base === 'string') {
    const found = findPreset(base);
    if (found.preset !== null) return { ok: true, spec: runAsOf(found.preset.spec, version) };
    return { ok: false, issues: [issueAt('base', REFUSALS['no-preset']({ name: base, near: found.nearest }))] };
  }
  const parsed = parseRunSpec(base, version);
  if (parsed.ok) return { ok: true, spec: runAsOf(parsed.spec, version) };
  return { ok: false, issues: parsed.issues.map((issue) => ({ ...issue, path: `base.${issue.path}` })) };
}

function levelsOf(factor: FactorSpec, reduced: boolean): StudyFactor {
  const { name } = factor;
  switch (factor.type) {
    case 'values':
      return { name, path: factor.path, reduced, levels: factor.values.map((value) => oneField(factor.path, value)) };
    case 'levels':
      return {
        ...{ name, path: null, reduced },
        levels: factor.levels.map(({ label, set }) => ({ label, set, number: loneNumber(set) })),
      };
    case 'random':
      return { name, path: factor.path, reduced, levels: draws(factor).map((value) => oneField(factor.path, value)) };
    default:
      return factor satisfies never;
  }
}

const oneField = (path: string, value: unknown): StudyLevel => ({
  label: typeof value === 'string' ? value : JSON.stringify(value),
  set: { [path]: value },
  number: typeof value === 'number' ? value : null,
});

const loneNumber = (set: Record<string, unknown>): number | null => {
  const values = Object.values(set);
  return values.length === 1 && typeof values[0] === 'number' ? values[0] : null;
};

function draws({
  name,
  distribution,
  from,
  to,
  draws: wanted,
  seed,
}: Extract<FactorSpec, { type: 'random' }>): number[] {
  const random = stream(seed, `study/${name}`);
  return Array.from({ length: wanted }, () => {
    const share = random.uniform();
    const value =
      distribution === 'uniform' ? from + (to - from) * share : Math.exp(Math.log(from) + Math.log(to / from) * share);
    // Enough digits to tell draws apart, few enough to read.
    return Number(value.toPrecision(4));
  });
}

/** Every list of indices below `sizes`. */
function combinations(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (lists, size) => lists.flatMap((list) => Array.from({ length: size }, (_, i) => [...list, i])),
    [[]],
  );
}
