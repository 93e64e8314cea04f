/**
 * How a schema grew, step by step, and what follows from it: what an earlier version stored is read as today's, and
 * today's is written as the earliest version that could say it would have. Which steps there are: history.ts.
 */
import { canonicalJson } from './canonical.ts';
import { copyOf, isPlain, isThere, placesOf, rootOf, segmentsOf, wayTo, type Place, type Plain } from './places.ts';

interface Change {
  /** The version that came with it. */
  since: string;
}
/** A field that was not there before. Stored without it, a specification means `meant`, whatever new ones default to. */
export interface Added extends Change {
  added: string;
  meant: unknown;
}
/** Another default. What a person left out before it (in the base of a study) means `was`: a group of fields as a whole. */
export interface Defaulted extends Change {
  defaulted: string;
  was: unknown;
}
/** Another name, or another group. Both paths begin alike, with the same variants; what follows is plain names. */
export interface Moved extends Change {
  moved: string;
  to: string;
}
/** A field that is gone; all that remains is what `meant` did. Other values stay, and are refused when they are to be trained. */
export interface Removed extends Change {
  removed: string;
  meant: unknown;
}
/**
 * Anything else at one path: a split, a merger, another name of a value. Both functions return what they need not change;
 * `back` gives the earlier form where it can say the same.
 */
export interface Reshaped extends Change {
  reshaped: string;
  forth: (before: unknown) => unknown;
  back: (now: unknown) => unknown;
}
export type Step = Added | Defaulted | Moved | Removed | Reshaped;

/** Whether version `a` comes after `b`; both are three numbers. */
export const isLater = (a: string, b: string): boolean => {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number));
  const at = x!.findIndex((number, i) => number !== y![i]);
  return at >= 0 && x![at]! > y![at]!;
};

const copyRoot = (value: unknown): Place => rootOf(copyOf(value));
const valueOf = ({ group, key }: Place): unknown => group[key];

const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

const remove = ({ group, key }: Pick<Place, 'group' | 'key'>): void => {
  // Groups are held on to by the places above them, so they are changed, not replaced.
  Reflect.deleteProperty(group, key);
};

/** What both paths begin with, and the names that follow. */
function wayOf({ moved, to }: Moved): { common: string; from: string[]; into: string[] } {
  const [from, into] = [moved.split('.'), to.split('.')];
  let shared = 0;
  while (shared < Math.min(from.length, into.length) - 1 && from[shared] === into[shared]) shared++;
  const names = (rest: string[]): string[] => segmentsOf(rest.join('.')).map(({ key }) => key);
  return { common: from.slice(0, shared).join('.'), from: names(from.slice(shared)), into: names(into.slice(shared)) };
}

/** Moves a value within a group; groups on its way are made, and those that it leaves empty go. */
function move(place: Place, from: string[], into: string[]): void {
  const group = valueOf(place);
  if (!isPlain(group)) return;
  const left = from.slice(0, -1).reduce<Plain[]>(
    (groups, name) => {
      const next = groups.at(-1)![name];
      return isPlain(next) ? [...groups, next] : groups;
    },
    [group],
  );
  const last = from.at(-1)!;
  const source = left.at(-1)!;
  if (left.length < from.length || source[last] === undefined) return;
  let target = group;
  for (const name of into.slice(0, -1)) {
    if (target[name] === undefined) target[name] = {};
    if (!isPlain(target[name])) return;
    target = target[name];
  }
  const name = into.at(-1)!;
  if (target[name] !== undefined) return;
  target[name] = source[last];
  remove({ group: source, key: last });
  for (let i = left.length - 1; i > 0 && Object.keys(left[i]!).length === 0; i--)
    remove({ group: left[i - 1]!, key: from[i - 1]! });
}

const reshape = (places: readonly Place[], to: (value: unknown) => unknown): void => {
  for (const place of places.filter(isThere)) place.group[place.key] = to(valueOf(place));
};

/** Names and forms as they are after a step; nothing where they are so already. Adds nothing that is missing. */
function forth(step: Step, root: Place): void {
  if ('moved' in step) {
    const { common, from, into } = wayOf(step);
    for (const place of placesOf(root, common)) move(place, from, into);
  } else if ('removed' in step)
    for (const place of placesOf(root, step.removed)) {
      if (same(valueOf(place), step.meant)) remove(place);
    }
  else if ('reshaped' in step) reshape(placesOf(root, step.reshaped), step.forth);
}

/** Names and forms as they were before a step, as far as these can say it. */
function back(step: Step, root: Place): void {
  if ('moved' in step) {
    const { common, from, into } = wayOf(step);
    for (const place of placesOf(root, common)) move(place, into, from);
  } else if ('removed' in step)
    for (const place of placesOf(root, step.removed)) {
      if (!isThere(place)) place.group[place.key] = copyOf(step.meant);
    }
  else if ('reshaped' in step) reshape(placesOf(root, step.reshaped), step.back);
}

/**
 * What some version stored, as today's would store it: names and forms of today, and every field there. `stored` itself is
 * changed, as lists of thousands of runs are read this way.
 */
export function complete(steps: readonly Step[], stored: unknown): unknown {
  if (steps.length === 0) return stored;
  const root = rootOf(stored);
  for (const step of steps)
    if (!('added' in step)) forth(step, root);
    else
      for (const place of placesOf(root, step.added)) if (!isThere(place)) place.group[place.key] = copyOf(step.meant);
  return valueOf(root);
}

/** The same, of a copy. */
export const completed = (steps: readonly Step[], stored: unknown): unknown =>
  steps.length === 0 ? stored : complete(steps, copyOf(stored));

/**
 * The earliest form that says the same: without the fields that stand at what their absence meant. Equal for all that
 * means the same, whichever version wrote it, which is why hashes are taken of it.
 */
export function earliest(steps: readonly Step[], now: unknown): unknown {
  if (steps.length === 0) return now;
  const root = copyRoot(now);
  for (const step of steps.toReversed())
    if (!('added' in step)) back(step, root);
    else for (const place of placesOf(root, step.added)) if (same(valueOf(place), step.meant)) remove(place);
  return valueOf(root);
}

/** What a person wrote, of whichever version, with today's names and forms; what is left out stays so. */
export function renamed(steps: readonly Step[], written: unknown): unknown {
  const changes = steps.filter((step) => !('added' in step) && !('defaulted' in step));
  return changes.length === 0 ? written : completed(changes, written);
}

/** Today's value with the names and forms of `version`. */
export function asOf(steps: readonly Step[], now: unknown, version: string): unknown {
  const later = steps.filter(({ since }) => isLater(since, version));
  return later.length === 0 ? now : earliest(later, now);
}

/**
 * What a person wrote with `version` and left out, where that meant something else then. `written` has today's names; `now`
 * is the same completed with today's defaults. Gives `now` with those of `version` for what was not written.
 */
export function withFormerDefaults(steps: readonly Step[], written: unknown, now: unknown, version: string): unknown {
  const later = steps.filter(({ since }) => isLater(since, version));
  const [root, given] = [copyRoot(now), copyRoot(written)];
  // Each step speaks with the names of its time: from the latest one to the first, and back.
  for (const step of later.toReversed())
    if ('added' in step) fill(root, given, step.added, step.meant);
    else if ('defaulted' in step) fill(root, given, step.defaulted, step.was);
    else for (const one of [root, given]) back(step, one);
  for (const step of later) forth(step, root);
  return valueOf(root);
}

function fill(root: Place, given: Place, pattern: string, value: unknown): void {
  for (const place of placesOf(root, pattern)) if (!isGiven(given, place)) place.group[place.key] = copyOf(value);
}

const isGiven = (root: Place, place: Place): boolean =>
  wayTo(place).reduce<unknown>(
    (node, key) => (typeof node === 'object' && node !== null ? (node as Plain)[key] : undefined),
    valueOf(root),
  ) !== undefined;
