/** From a study to its cells with the hashes by which their runs are found, or to all that is wrong with it. */
import { groupHash } from '../../../engine/spec/hash.ts';
import { parseStudySpec } from '../../../engine/spec/parse-study.ts';
import type { ProbeSpec } from '../../../engine/spec/schema.ts';
import { armsOf } from '../../../engine/spec/schema/study-criterion.ts';
import type { FactorSpec, StudySpec, StudySpecInput } from '../../../engine/spec/schema/study.ts';
import { expandStudy, type StudyCell, type StudyPlan } from '../../../engine/study/expand.ts';
import type { FieldIssue } from '../../contract/errors.ts';
import { refuse } from '../create-runs.ts';

/** Most runs of one study. */
export const MAX_STUDY_RUNS = 10_000;

/** A cell, and what its runs are known by. */
export interface PlannedCell extends StudyCell {
  /** Hash of the specification without the seed. */
  groupHash: string;
  /** Probes that the measures ask for. */
  needed: ProbeSpec[];
}

export interface PlannedStudy {
  spec: StudySpec;
  plan: Omit<StudyPlan, 'cells'> & { cells: PlannedCell[] };
}

export type Planned = { ok: true; study: PlannedStudy } | { ok: false; issues: FieldIssue[] };

/** A valid study; AppError `invalid-input` with all that is wrong with its own fields. */
export function requireStudySpec(input: StudySpecInput): StudySpec {
  const parsed = parseStudySpec(input);
  if (!parsed.ok) throw refuse(parsed.issues);
  return parsed.spec;
}

/** Expands a study and checks what it names: arms, baseline, probes. */
export function planStudy(spec: StudySpec): Planned {
  const runs = spec.factors.reduce((product, factor) => product * levelCount(factor), spec.seeds.length);
  if (runs > MAX_STUDY_RUNS)
    return {
      ok: false,
      issues: [{ path: 'factors', message: `make ${runs} runs; a study has at most ${MAX_STUDY_RUNS}` }],
    };
  const expanded = expandStudy(spec);
  if (!expanded.ok) return expanded;
  const types = probeTypesOf(spec);
  const cells = expanded.plan.cells.map((cell): PlannedCell => ({
    ...cell,
    groupHash: groupHash(cell.spec),
    needed: cell.spec.probes.filter(({ type }) => types.has(type)),
  }));
  const issues = [...armIssues(spec, expanded.plan), ...probeIssues(spec, cells)];
  return issues.length > 0 ? { ok: false, issues } : { ok: true, study: { spec, plan: { ...expanded.plan, cells } } };
}

function levelCount(factor: FactorSpec): number {
  switch (factor.type) {
    case 'values':
      return factor.values.length;
    case 'levels':
      return factor.levels.length;
    case 'random':
      return factor.draws;
    default:
      return factor satisfies never;
  }
}

/** The type of probe that a source of numbers names, or null. */
const probeTypeOf = (source: string): string | null => /^probe\.([a-z-]+)\./.exec(source)?.[1] ?? null;

const sourcesOf = (spec: StudySpec): { path: string; of: string }[] =>
  spec.measures.flatMap(({ value, relative }, m) => [
    { path: `measures.${m}.value.of`, of: value.of },
    ...(relative === null ? [] : [{ path: `measures.${m}.relative.to.of`, of: relative.to.of }]),
  ]);

const probeTypesOf = (spec: StudySpec): Set<string> =>
  new Set(sourcesOf(spec).flatMap(({ of }) => probeTypeOf(of) ?? []));

/** How an arm is named in a criterion: the first measure by the arm alone, others with theirs. */
export const criterionName = (arm: string, measure: string | null): string =>
  measure === null ? arm : `${arm} | ${measure}`;

function armIssues({ baseline, criterion, measures }: StudySpec, { arms }: StudyPlan): FieldIssue[] {
  const issues: FieldIssue[] = [];
  if (baseline !== null && !arms.includes(baseline))
    issues.push({ path: 'baseline', message: `is ${baseline}, which is no arm; there are ${arms.join(', ')}` });
  const names = new Set(
    arms.flatMap((arm) => [arm, ...measures.map(({ name }) => criterionName(arm, measures.length > 1 ? name : null))]),
  );
  const unknown = criterion === null ? [] : armsOf(criterion).filter((arm) => !names.has(arm));
  if (unknown.length > 0)
    issues.push({
      path: 'criterion',
      message: `names ${unknown.join(' and ')}, which is no arm; there are ${[...names].join(', ')}`,
    });
  return issues;
}

/** A probe that a measure asks for and that no run takes would leave the study without numbers. */
function probeIssues(spec: StudySpec, cells: readonly PlannedCell[]): FieldIssue[] {
  return sourcesOf(spec).flatMap(({ path, of }) => {
    const type = probeTypeOf(of);
    if (type === null || cells.every(({ needed }) => needed.some((probe) => probe.type === type))) return [];
    return [{ path, message: `is ${of}, but not every run takes the probe ${type}; add it to base.probes` }];
  });
}
