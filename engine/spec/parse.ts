/**
 * From what a person wrote to a valid specification, or to messages that name the field, the value and the remedy.
 * Also sets single fields by path, as `--set optimizer.learningRate=0.1` does.
 */
import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import type { FieldIssue } from '../words/worded.ts';
import { completeFields, RunSpec, SHARED_MODEL_FIELDS } from './schema.ts';
import { CONVENTIONS } from './semantics.ts';
import { expandShorthand, spellChoices } from './shorthand.ts';

export type ParsedSpec = { ok: true; spec: RunSpec } | { ok: false; issues: FieldIssue[] };

/** Validates `input` and fills in defaults. Never throws. */
export function parseRunSpec(input: unknown): ParsedSpec {
  const spelled = expandShorthand(input);
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
  { what, fields }: { what: string; fields: (path: readonly PropertyKey[], input: unknown) => string[] } = {
    ...{ what: 'a run', fields: knownKeys },
  },
): FieldIssue[] {
  const at = issue.path.map(String);
  const path = at.join('.');
  const given = show(lookUp(input, issue.path));
  const one = (message: string): FieldIssue[] => [{ path, message }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const known = fields(issue.path, input).filter((k) => k !== key);
        const near = nearest(key, known);
        const hint = near === null ? `known here: ${known.join(', ')}` : `did you mean ${[...at, near].join('.')}?`;
        return { path: [...at, key].join('.'), message: `is not a field of ${what}; ${hint}` };
      });
    case 'invalid_value':
      return one(`is ${given}; ${allowed(given, issue.values.map(String))}`);
    case 'invalid_union':
      if ('options' in issue && Array.isArray(issue.options))
        return one(`is ${given}; ${allowed(given, issue.options.map(String))}`);
      return one(`is ${given}; it must be ${issue.errors.map(formOf).join(', or ')}`);
    case 'invalid_type':
      return one(`is ${given}; it must be ${TYPE_WORDS[issue.expected] ?? `of type ${issue.expected}`}`);
    case 'too_small':
      return one(
        `is ${given}; it must ${limit('small', issue.origin, Number(issue.minimum), issue.inclusive ?? true)}`,
      );
    case 'too_big':
      return one(`is ${given}; it must ${limit('big', issue.origin, Number(issue.maximum), issue.inclusive ?? true)}`);
    default:
      return one(issue.message);
  }
}

/** What one of several forms of a value asks for. */
function formOf([issue]: z.core.$ZodIssue[]): string {
  if (issue?.code === 'invalid_type') return TYPE_WORDS[issue.expected] ?? `of type ${issue.expected}`;
  if (issue?.code === 'invalid_value') return issue.values.map((value) => show(value)).join(', or ');
  return 'of another form';
}

const TYPE_WORDS: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
};

function allowed(given: string, values: string[]): string {
  if (values.length === 1) return `it must be ${values[0]}`;
  const near = nearest(given.replaceAll('"', ''), values);
  return `${near === null ? '' : `did you mean ${near}? `}allowed: ${values.join(', ')}`;
}

function limit(side: 'small' | 'big', origin: string, bound: number, inclusive: boolean): string {
  const word = side === 'small' ? (inclusive ? 'at least' : 'more than') : inclusive ? 'at most' : 'less than';
  if (origin === 'array') return `have ${word} ${bound} item${bound === 1 ? '' : 's'}`;
  if (origin === 'string') return `have ${word} ${bound} character${bound === 1 ? '' : 's'}`;
  return `be ${word} ${bound}`;
}

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
