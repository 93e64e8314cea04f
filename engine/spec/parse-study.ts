/** From what a person wrote to a valid study, or to messages that name the field, the value and the remedy. */
import type { FieldIssue } from '../words/worded.ts';
import { explain } from './parse.ts';
import { STUDY_FIELDS, StudySpec } from './schema/study.ts';

export type ParsedStudy = { ok: true; spec: StudySpec } | { ok: false; issues: FieldIssue[] };

/**
 * Validates `input` and fills in defaults; never throws. Not for its base and the settings of its levels: those are
 * checked when it is expanded (engine/study/expand.ts).
 */
export function parseStudySpec(input: unknown): ParsedStudy {
  const result = StudySpec.safeParse(input);
  if (result.success) return { ok: true, spec: result.data };
  const about = {
    what: 'study' as const,
    fields: (path: readonly PropertyKey[]) => (path.length === 0 ? [...STUDY_FIELDS] : fieldsBeside(path, input)),
  };
  return { ok: false, issues: result.error.issues.flatMap((issue) => explain(issue, input, about)) };
}

/** The other fields that were given there: for a slip of the hand in a list of like things. */
function fieldsBeside(path: readonly PropertyKey[], input: unknown): string[] {
  const node = path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    input,
  );
  return typeof node === 'object' && node !== null ? Object.keys(node) : [];
}
