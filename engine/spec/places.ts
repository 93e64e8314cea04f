/**
 * Places in a stored value by pattern, for the steps of history.ts. `model.normalization(type=batch).eps` is a field of one
 * variant, without `(...)` of all of them; `probes.*` is every item of a list; `criterion.**` is a node and all below it,
 * for parts that hold parts of their own kind.
 */

export type Plain = Record<string, unknown>;

/** Where a value stands, or may stand: `group[key]`. `at` is its way from the root. */
export interface Place {
  group: Plain;
  key: string;
  at: readonly string[];
}

interface Segment {
  key: string;
  /** The field that tells variants apart, and its value. */
  variant: readonly [name: string, value: string] | null;
}

const SEGMENT = /^([^.()]+)(?:\(([^.()=]+)=([^()=]+)\))?$/;

/** The parts of a pattern. Throws where it is none. */
export const segmentsOf = (pattern: string): Segment[] =>
  pattern === ''
    ? []
    : pattern.split('.').map((part) => {
        const match = SEGMENT.exec(part);
        if (match === null) throw new Error(`${pattern} is no pattern of places: ${part} cannot be read.`);
        const [, key, name, value] = match;
        return { key: key!, variant: name === undefined ? null : [name, value!] };
      });

export const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether something stands there. */
export const isThere = ({ group, key }: Place): boolean => group[key] !== undefined;

const within = ({ group, key, at }: Place, wanted: string): Place[] => {
  const value = group[key];
  const below = (name: string): Place => ({ group: value as Plain, key: name, at: [...at, name] });
  if (wanted === '*') return Array.isArray(value) ? Object.keys(value).map(below) : [];
  return isPlain(value) ? [below(wanted)] : [];
};

const allBelow = (place: Place): Place[] => {
  const value = place.group[place.key];
  if (typeof value !== 'object' || value === null) return [place];
  return [
    place,
    ...Object.keys(value).flatMap((key) => allBelow({ group: value as Plain, key, at: [...place.at, key] })),
  ];
};

/**
 * The places of a pattern below `root`, whose value is what is looked through. The last field need not be there; what it
 * is a field of must be.
 */
export const placesOf = (root: Place, pattern: string): Place[] =>
  segmentsOf(pattern).reduce<Place[]>(
    (places, { key, variant }) =>
      places
        .flatMap((place) => (key === '**' ? allBelow(place) : within(place, key)))
        .filter((place) => {
          if (variant === null) return true;
          const value = place.group[place.key];
          return isPlain(value) && value[variant[0]] === variant[1];
        }),
    [root],
  );

/** A copy of what JSON can hold; everything else is kept as it is. */
export function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyOf(part)])) as T;
}
