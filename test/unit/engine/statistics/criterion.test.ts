/** The criterion as people write it. */
import { expect, it } from 'vitest';
import { armsOf, StudyCriterion, studyCriterionJsonSchema } from '../../../../engine/spec/schema/study-criterion.ts';

const ratio = { type: 'ratio', arm: 'batch', baseline: 'none', relation: 'at-most', threshold: 0.5 } as const;

it('fills in defaults, in combinations too', () => {
  const full = { ...ratio, statistic: 'every-seed', confidence: 0.95, minimumSeeds: 3 };
  expect(StudyCriterion.parse({ type: 'all', of: [ratio, { type: 'any', of: [ratio] }] })).toEqual({
    type: 'all',
    of: [full, { type: 'any', of: [full] }],
  });
});

it('refuses what it does not know', () => {
  const wrong: [string, unknown][] = [
    ['', { ...ratio, margin: 1 }],
    ['threshold', { ...ratio, threshold: 0 }],
    ['threshold', { ...ratio, threshold: Infinity }],
    ['confidence', { ...ratio, confidence: 0.5 }],
    ['type', { ...ratio, type: 'better' }],
    ['of', { type: 'all', of: [] }],
    ['of.0.arm', { type: 'all', of: [{ ...ratio, arm: '' }] }],
  ];
  for (const [path, criterion] of wrong)
    expect(StudyCriterion.safeParse(criterion).error?.issues[0]?.path.join('.')).toBe(path);
});

it('names its arms once', () => {
  const value = { type: 'value', arm: 'layer', relation: 'at-least', threshold: 1 } as const;
  expect(armsOf(StudyCriterion.parse({ type: 'any', of: [ratio, { type: 'all', of: [value, ratio] }] }))).toEqual([
    'batch',
    'none',
    'layer',
  ]);
});

it('is described by a JSON Schema that says what every field is', () => {
  const schema = studyCriterionJsonSchema() as { oneOf: { properties: Record<string, { description?: string }> }[] };
  expect(schema.oneOf).toHaveLength(6);
  for (const { properties } of schema.oneOf)
    for (const [name, { description }] of Object.entries(properties))
      if (name !== 'type') expect(description, name).toMatch(/\.$/);
});
