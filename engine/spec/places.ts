/**
 * Places in a stored value by pattern, for the steps of history.ts. `model.normalization(type=batch).eps` is a field of one
 * variant, without `(...)` of all of them; `probes.*` is every item of a list; `criterion.**` is a node and all below it,
 * for parts that hold parts of their own kind.
 */

export type Plain = Record<string, unknown>;

/** Where a value stands, or may stand: `group[key]`. */
export interface Place {
  group: Plain;
  key: string;
  /** Where its group stands; null for the root. */
  above: Place | null;
}

interface Segment {
  key: string;
  /** The field that tells variants apart, and its value. */
  variant: readonly [name: string, value: string] | null;
}

const SEGMENT = /^([^.()]+)(?:\(([^.()=]+)=([^()=]+)\))?$/;

/** Patterns that were read: there are few, and each is used for every run of a list. */
const known = new Map<string, readonly Segment[]>();

/** The parts of a pattern. Throws where it is none. */
export function segmentsOf(pattern: string): readonly Segment[] {
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const parts = pattern === '' ? [] : pattern.split('.');
  const segments = parts.map((part): Segment => {
    const match = SEGMENT.exec(part);
    if (match === null) throw new Error(`${pattern} is no pattern of places: ${part} cannot be read.`);
    const [, key, name, value] = match;
    return { key: key!, variant: name === undefined ? null : [name, value!] };
  });
  known.set(pattern, segments);
  return segments;
}

export const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether something stands there. */
export const isThere = ({ group, key }: Place): boolean => group[key] !== undefined;

const fits = ({ group, key }: Place, { variant }: Segment): boolean => {
  if (variant === null) return true;
  const value = group[key];
  return isPlain(value) && value[variant[0]] === variant[1];
};

function collect(place: Place, segments: readonly Segment[], from: number, found: Place[]): void {
  const segment = segments[from];
  if (segment === undefined) {
    found.push(place);
    return;
  }
  const value = place.group[place.key];
  const goOn = (next: Place): void => {
    if (fits(next, segment)) collect(next, segments, from + 1, found);
  };
  const below = (key: string): Place => ({ group: value as Plain, key, above: place });
  if (segment.key === '**') {
    goOn(place);
    if (typeof value === 'object' && value !== null)
      for (const key of Object.keys(value)) collect(below(key), segments, from, found);
  } else if (segment.key === '*') {
    if (Array.isArray(value)) for (const key of value.keys()) goOn(below(String(key)));
  } else if (isPlain(value)) goOn(below(segment.key));
}

/**
 * The places of a pattern below `root`, whose value is what is looked through. The last field need not be there; what it
 * is a field of must be.
 */
export function placesOf(root: Place, pattern: string): Place[] {
  const found: Place[] = [];
  collect(root, segmentsOf(pattern), 0, found);
  return found;
}

/** The root of a value, so that all of it can be changed too. */
export const rootOf = (value: unknown): Place => ({ group: { value }, key: 'value', above: null });

/** The names on the way from the root to a place. */
export const wayTo = ({ key, above }: Place): string[] => (above === null ? [] : [...wayTo(above), key]);

/** A copy of what JSON can hold; everything else is kept as it is. */
export function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyOf(part)])) as T;
}
