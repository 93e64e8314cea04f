/**
 * From what a person wrote to a valid specification, or to messages that name the field, the value and the remedy.
 * Also sets single fields by path, as `--set optimizer.learningRate=0.1` does.
 */
import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { issueAt, type FieldIssue } from '../words/worded.ts';
import { asIs, type Message } from '../words/words.ts';
import { changedSince, SPEC_VERSION, withDefaultsOf } from './history.ts';
import { READING, type Form } from './parse-words.ts';
import { completeFields, RunSpec, SHARED_MODEL_FIELDS } from './schema.ts';
import { CONVENTIONS } from './semantics.ts';
import { expandShorthand, spellChoices } from './shorthand.ts';

export type ParsedSpec = { ok: true; spec: RunSpec } | { ok: false; issues: FieldIssue[] };

/**
 * Validates `input` and fills in defaults. Never throws. What was written with an earlier `version` gets the defaults of
 * that version.
 */
export function parseRunSpec(input: unknown, version = SPEC_VERSION): ParsedSpec {
  const spelled = expandShorthand(input);
  if (changedSince(version)) {
    const now = completeFields(spelled);
    if (now.success) return parseRunSpec(withDefaultsOf(version, spelled, now.data));
  }
  const result = RunSpec.safeParse(spelled);
  if (result.success) return { ok: true, spec: result.data };
  return { ok: false, issues: result.error.issues.flatMap((issue) => explain(issue, spelled)) };
}

/** All messages in one text, a line each, for places without a form. */
export const describeIssues = (issues: readonly FieldIssue[]): string =>
  issues.map(({ path, message }) => (path === '' ? message : `${path} ${message}`)).join('\n');

/**
 * The candidate nearest to `word`, when it is near enough to be a slip of the hand; otherwise null. Used for fields,
 * values, presets and names of every kind.
 */
export function nearest(word: string, candidates: readonly string[]): string | null {
  if (candidates.length === 0) return null;
  const lower = word.toLowerCase();
  const exact = candidates.find((candidate) => candidate.toLowerCase() === lower);
  if (exact !== undefined) return exact;
  const contained = candidates.find((candidate) => lower.length > 2 && candidate.toLowerCase().includes(lower));
  const best = closest(lower, [...candidates]);
  return distance(lower, best.toLowerCase()) <= Math.max(2, Math.floor(word.length / 3)) ? best : (contained ?? null);
}

/**
 * Sets one field, given as a dotted path and a text, in a copy of `input`. Numbers, true, false, null, lists and
 * objects are read as JSON; anything else is taken as text. List items have positions: `model.hidden.0=50`.
 * Setting the `type` (or `method`) of a variant drops the fields that belonged to the old variant; setting the kind of the
 * model keeps what all kinds share, and setting `semantics` drops what these conventions decide.
 */
export const setPath = (input: unknown, path: string, text: string): unknown => setValue(input, path, readValue(text));

/** The same with a value that need not be read. */
export const setValue = (input: unknown, path: string, value: unknown): unknown =>
  // A choice that was given by its name alone is spelled out, so that its fields find their place.
  withValue(spellChoices(input), path.split('.'), value);

function withValue(node: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value;
  // Anything but a position makes the list an object, which the schema then refuses.
  if (Array.isArray(node) && /^\d+$/.test(key)) {
    const copy: unknown[] = [...node];
    copy[Number(key)] = withValue(copy[Number(key)], rest, value);
    return copy;
  }
  const group = typeof node === 'object' && node !== null ? (node as Record<string, unknown>) : {};
  if (rest.length === 0 && group[key] !== value) {
    if (key === 'type' || key === 'method') return { [key]: value };
    // Networks of every kind share these, so they stay.
    if (key === 'kind') return { [key]: value, ...pick(group, SHARED_MODEL_FIELDS) };
    if (key === 'semantics') return { ...without(group, Object.keys(CONVENTIONS.pytorch)), [key]: value };
  }
  return { ...group, [key]: withValue(group[key], rest, value) };
}

const pick = (group: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(group).filter(([key]) => keys.includes(key)));
const without = (group: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(group).filter(([key]) => !keys.includes(key)));

function readValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** What is wrong, in words. `input` is what was given; `fields` names those that stand at a path of `what` is described. */
export function explain(
  issue: z.core.$ZodIssue,
  input: unknown,
  { what, fields }: { what: 'run' | 'study'; fields: (path: readonly PropertyKey[], input: unknown) => string[] } = {
    what: 'run',
    fields: knownKeys,
  },
): FieldIssue[] {
  const at = issue.path.map(String);
  const given = show(lookUp(input, issue.path));
  const one = (message: Message): FieldIssue[] => [issueAt(at.join('.'), message)];
  const choice = (values: readonly unknown[]): FieldIssue[] => {
    const allowed = values.map(String);
    return one(READING['not-a-choice']({ given, allowed, near: nearest(given.replaceAll('"', ''), allowed) }));
  };
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const known = fields(issue.path, input).filter((k) => k !== key);
        const near = nearest(key, known);
        const meant = near === null ? null : [...at, near].join('.');
        return issueAt([...at, key].join('.'), READING['unknown-field']({ near: meant, known, what }));
      });
    case 'invalid_value':
      return choice(issue.values);
    case 'invalid_union':
      if ('options' in issue && Array.isArray(issue.options)) return choice(issue.options);
      return one(READING['no-form']({ given, forms: issue.errors.map(formOf) }));
    case 'invalid_type':
      return one(READING['wrong-type']({ given, expected: issue.expected }));
    case 'too_small':
      return one(READING['too-small']({ given, ...limit(issue.minimum, issue.inclusive, issue.origin) }));
    case 'too_big':
      return one(READING['too-big']({ given, ...limit(issue.maximum, issue.inclusive, issue.origin) }));
    case 'custom':
      return one((issue.params?.said as Message | undefined) ?? asIs(issue.message));
    default:
      return one(asIs(issue.message));
  }
}

/** What one of several forms of a value asks for. */
function formOf([issue]: z.core.$ZodIssue[]): Form {
  if (issue?.code === 'invalid_type') return { type: issue.expected };
  return issue?.code === 'invalid_value' ? { values: issue.values.map(show) } : {};
}

const limit = (bound: number | bigint, inclusive: boolean | undefined, origin: string) =>
  ({
    ...{ bound: Number(bound), inclusive: inclusive ?? true },
    of: origin === 'array' || origin === 'string' ? origin : 'number',
  }) as const;

function lookUp(input: unknown, path: readonly PropertyKey[]): unknown {
  let node = input;
  for (const key of path) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = (node as Record<PropertyKey, unknown>)[key];
  }
  return node;
}

/** Names of the fields that stand at `path`, found by completing what is there with its defaults. */
function knownKeys(path: readonly PropertyKey[], input: unknown): string[] {
  const here = lookUp(input, path);
  const variant = typeof here === 'object' && here !== null ? (here as Record<string, unknown>) : {};
  let skeleton: unknown = RunSpec.parse({});
  const discriminator = 'type' in variant ? 'type' : 'method' in variant ? 'method' : null;
  if (discriminator !== null) skeleton = completed(path, { [discriminator]: variant[discriminator] }) ?? skeleton;
  const node = lookUp(skeleton, path);
  return typeof node === 'object' && node !== null ? Object.keys(node) : [];
}

function completed(path: readonly PropertyKey[], value: unknown): RunSpec | null {
  const input = [...path].reverse().reduce<unknown>(
    // In a list the items before it are like it, so that all are right.
    (inner, key) => (typeof key === 'number' ? new Array<unknown>(key + 1).fill(inner) : { [key]: inner }),
    value,
  );
  const result = completeFields(input);
  return result.success ? result.data : null;
}
