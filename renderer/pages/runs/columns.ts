/** Which settings and metrics the table of runs shows: worked out from the runs that are listed. Pure. */
import type { RunRow } from '../../../app/contract/runs.ts';
import { specLeaves } from '../../state/spec-fields.ts';

/** Settings that say nothing about what a run does. */
const IGNORED = new Set(['format', 'name']);

const leavesOf = new WeakMap<RunRow['spec'], ReadonlyMap<string, unknown>>();

/** The leaves of a run's spec by path; worked out once for each spec object. */
export function leaves(run: RunRow): ReadonlyMap<string, unknown> {
  let found = leavesOf.get(run.spec);
  if (found === undefined) {
    found = new Map(specLeaves(run.spec));
    leavesOf.set(run.spec, found);
  }
  return found;
}

/**
 * Paths whose values differ between the runs, in the order of the spec, the seed last. A field that only some variants
 * have counts when it differs among the runs that have it: that one has no epsilon follows from its having no
 * normalization, and needs no column of its own.
 */
export function differingPaths(rows: readonly RunRow[]): string[] {
  const seen = new Map<string, string>();
  const differing = new Set<string>();
  for (const row of rows)
    for (const [path, value] of leaves(row)) {
      if (IGNORED.has(path)) continue;
      const text = JSON.stringify(value);
      const first = seen.get(path);
      if (first === undefined) seen.set(path, text);
      else if (first !== text) differing.add(path);
    }
  return [...seen.keys()]
    .filter((path) => differing.has(path))
    .sort((a, b) => Number(a === 'seed') - Number(b === 'seed'));
}

const METRICS = ['validation.accuracy', 'best.validation.accuracy', 'validation.loss', 'test.accuracy'] as const;

/** The metrics that any of the runs has, most telling first. */
export function metricsOf(rows: readonly RunRow[]): string[] {
  return METRICS.filter((name) => rows.some((row) => row.summary[name] !== undefined));
}
