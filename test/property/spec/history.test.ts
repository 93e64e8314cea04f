/**
 * A schema may grow anywhere: with a field, another name or a split at any place of a real specification, what was stored
 * reads complete, its hash stays, a new run that means the same has it too, and one that means something else does not.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../engine/spec/canonical.ts';
import { copyOf, placesOf, rootOf, type Place, type Plain } from '../../../engine/spec/places.ts';
import { PRESETS } from '../../../engine/spec/presets.ts';
import { PROBE_TYPES, RunSpec, type RunSpecInput } from '../../../engine/spec/schema.ts';
import { completed, earliest, renamed, withFormerDefaults, type Step } from '../../../engine/spec/steps.ts';

const LAYERS: RunSpecInput = {
  model: {
    kind: 'layers',
    layers: [
      { type: 'conv2d' },
      { type: 'residual', layers: [{ type: 'conv2d', padding: 1 }, { type: 'dropout' }] },
      { type: 'dense', units: 6 },
      { type: 'dense', units: 3 },
    ],
  },
  probes: PROBE_TYPES.map((type) => ({ type })),
};
const SPECS = [...PRESETS.map(({ spec }) => spec), RunSpec.parse(LAYERS)] as unknown as Plain[];
const KINDS = ['kind', 'type', 'method'];

/** A group of fields in a specification, by a pattern that may name its variants or leave them open. */
interface Spot {
  spec: Plain;
  pattern: string;
}

const at = (value: unknown, pattern: string): Place[] => placesOf(rootOf(value), pattern);
const under = (pattern: string, name: string): string => (pattern === '' ? name : `${pattern}.${name}`);

/** Ways to every group below a value: names, `*` in lists, and what tells its variant. */
function ways(value: unknown, way: { key: string; variant: string }[] = []): { key: string; variant: string }[][] {
  if (Array.isArray(value))
    return value.flatMap((item) => ways(item, [...way, { key: '*', variant: variantOf(item) }]));
  if (typeof value !== 'object' || value === null) return [];
  const fields = Object.entries(value).flatMap(([key, part]) =>
    ways(part, [...way, { key, variant: variantOf(part) }]),
  );
  return [way, ...fields];
}
function variantOf(value: unknown): string {
  const kind = KINDS.find((key) => typeof (value as Plain | null)?.[key] === 'string');
  return kind === undefined ? '' : `(${kind}=${String((value as Plain)[kind])})`;
}

const spots: fc.Arbitrary<Spot> = fc.constantFrom(...SPECS).chain((spec) =>
  fc
    .tuple(fc.constantFrom(...ways(spec)), fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }))
    .map(([way, named]) => ({
      spec,
      pattern: way.map(({ key, variant }, i) => `${key}${named[i] === true ? variant : ''}`).join('.'),
    })),
);
/** A group in which a number stands, and the name of that number. */
const numbers: fc.Arbitrary<Spot & { name: string }> = spots.chain((spot) => {
  const names = at(spot.spec, spot.pattern).flatMap(({ group, key }) =>
    Object.entries(group[key] as Plain).flatMap(([name, value]) => (typeof value === 'number' ? [name] : [])),
  );
  return names.length === 0
    ? fc.constant({ ...spot, name: '' })
    : fc.constantFrom(...names).map((name) => ({ ...spot, name }));
});
const values = fc.oneof(
  fc.integer(),
  fc.constantFrom(null, true, 'text'),
  fc.record({ share: fc.integer(), of: fc.string() }),
);
const NEW = 'somethingNew';
const since = '9.0.0';
const settings = { seed: 1, numRuns: 200 };

/** What is hashed. */
const hashed = (steps: readonly Step[], spec: unknown): string => canonicalJson(earliest(steps, spec));

/** The specification with every place of a pattern changed. */
function changed(spec: unknown, pattern: string, to: (before: unknown) => unknown): unknown {
  const root = rootOf(copyOf(spec));
  for (const place of placesOf(root, pattern)) place.group[place.key] = to(place.group[place.key]);
  return root.group[root.key];
}

describe('a field that comes anywhere', () => {
  it('is there in what was stored, changes no hash where it means what its absence meant, and else does', () => {
    fc.assert(
      fc.property(spots, values, values, ({ spec, pattern }, meant, other) => {
        const added = under(pattern, NEW);
        const steps: Step[] = [{ since, added, meant }];
        const read = completed(steps, spec);
        const places = at(read, added);
        expect(places.length).toBeGreaterThan(0);
        for (const { group, key } of places) expect(group[key]).toEqual(meant);
        expect(hashed(steps, read)).toBe(hashed([], spec));
        expect(
          hashed(
            steps,
            changed(spec, added, () => meant),
          ),
        ).toBe(hashed([], spec));
        const same = canonicalJson(other) === canonicalJson(meant);
        expect(
          hashed(
            steps,
            changed(spec, added, () => other),
          ) === hashed([], spec),
        ).toBe(same);
        expect(completed(steps, read)).toEqual(read);
      }),
      settings,
    );
  });

  it('means in what a person wrote before what it meant then, and what is said where it is said', () => {
    fc.assert(
      fc.property(spots, values, values, ({ spec, pattern }, meant, now) => {
        const added = under(pattern, NEW);
        const steps: Step[] = [{ since, added, meant }];
        const complete = changed(spec, added, () => now);
        expect(withFormerDefaults(steps, spec, complete, '8.0.0')).toEqual(completed(steps, spec));
        expect(withFormerDefaults(steps, spec, complete, since)).toEqual(complete);
        expect(withFormerDefaults(steps, complete, complete, '8.0.0')).toEqual(complete);
      }),
      settings,
    );
  });

  it('may be followed by others, in any order of versions', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(spots, values), { minLength: 1, maxLength: 6 }), ([first, ...more]) => {
        const [{ spec }] = first!;
        const steps = [first!, ...more].map(([{ pattern }, meant], i): Step => ({
          ...{ since: `9.${i}.0`, added: under(pattern, `${NEW}${i}`), meant },
        }));
        const read = completed(steps, spec);
        expect(hashed(steps, read)).toBe(hashed([], spec));
        // What a version between wrote.
        steps.forEach((_, i) => {
          const between = completed(steps.slice(0, i), spec);
          expect(completed(steps, between)).toEqual(read);
          expect(hashed(steps.slice(0, i), between)).toBe(hashed([], spec));
        });
      }),
      settings,
    );
  });
});

describe('a field that is called otherwise, or stands elsewhere', () => {
  it.each([
    ['beside', (pattern: string) => under(pattern, NEW)],
    ['in a group of its own', (pattern: string) => under(pattern, `${NEW}.inner`)],
  ])('%s, is read under its new name and hashed under its old one', (_title, target) => {
    fc.assert(
      fc.property(numbers, ({ spec, pattern, name }) => {
        fc.pre(name !== '');
        const step: Step = { since, moved: under(pattern, name), to: target(pattern) };
        const now = completed([step], spec);
        expect(at(now, step.to).some(({ group, key }) => typeof group[key] === 'number')).toBe(true);
        for (const { group, key } of at(now, step.moved)) expect(group[key]).toBeUndefined();
        expect(earliest([step], now)).toEqual(spec);
        expect(renamed([step], spec)).toEqual(now);
        const other = changed(now, step.to, (value) => (typeof value === 'number' ? value + 1 : value));
        expect(hashed([step], other)).not.toBe(hashed([], spec));
      }),
      settings,
    );
  });
});

it('a field that is split is hashed as it was where one number could say it, and else is not', () => {
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 9 }), ({ spec, pattern, name }, more) => {
      fc.pre(name !== '');
      const step: Step = {
        since,
        reshaped: under(pattern, name),
        forth: (value) => (typeof value === 'number' ? { low: value, high: value } : value),
        back: (value) => {
          const { low, high } = value as { low?: number; high?: number };
          return low !== undefined && low === high ? low : value;
        },
      };
      const now = completed([step], spec);
      expect(earliest([step], now)).toEqual(spec);
      const wider = changed(now, under(step.reshaped, 'high'), (value) => (value as number) + more);
      expect(hashed([step], wider)).not.toBe(hashed([], spec));
      expect(completed([step], wider)).toEqual(wider);
    }),
    settings,
  );
});
