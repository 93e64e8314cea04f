/** Verdicts on small arms whose answer is plain, with diverged runs, levels never reached, and too few seeds. */
import { describe, expect, it } from 'vitest';
import { StudyCriterion, type StudyCriterionInput } from '../../../../engine/spec/schema/study-criterion.ts';
import { explainVerdict } from '../../../../engine/statistics/explain-verdict.ts';
import { type Arm, judge } from '../../../../engine/statistics/judge.ts';
import type { Direction } from '../../../../engine/statistics/outcomes.ts';

const armOf = (values: number[], limit?: number, from = 0): Arm => ({
  outcomes: values.map((value, i) => ({ seed: from + i, value })),
  limit,
});

function verdictOn(criterion: StudyCriterionInput, better: Direction, arms: Record<string, Arm>) {
  const verdict = judge(StudyCriterion.parse(criterion), { better, arms });
  if (verdict.type !== 'claim') return { ...verdict, reason: undefined, estimate: null, interval: null };
  return verdict;
}

const threeTimesFaster = {
  type: 'ratio',
  arm: 'batch',
  baseline: 'none',
  relation: 'at-most',
  threshold: 1 / 3,
} as const;
const near = { type: 'equivalence', arm: 'batch', baseline: 'none', margin: 0.03 } as const;

describe('every seed', () => {
  it('supports what each pair of seeds meets', () => {
    const arms = { batch: armOf([50, 75, 50]), none: armOf([500, 525, 450]) };
    const verdict = verdictOn(threeTimesFaster, 'lower', arms);
    expect(verdict.outcome).toBe('supported');
    expect(verdict.reason).toEqual({ code: 'every-seed-meets', of: 3 });
    expect(verdict.estimate).toBeCloseTo(50 / 450, 12);
  });

  it('names the seeds that fail', () => {
    const arms = { batch: armOf([50, 300, 50]), none: armOf([500, 525, 450]) };
    expect(verdictOn(threeTimesFaster, 'lower', arms)).toMatchObject({
      outcome: 'not-supported',
      reason: { code: 'seeds-fail', seeds: [1], failed: 1, of: 3 },
    });
  });

  it('compares every run with every run where the seeds differ', () => {
    const batch = armOf([50, 75, 50]);
    const none = (slowest: number) => armOf([500, 525, slowest], undefined, 100);
    expect(verdictOn(threeTimesFaster, 'lower', { batch, none: none(225) })).toMatchObject({
      outcome: 'supported',
      reason: { of: 9 },
    });
    // Only the slowest run of one against the fastest of the other fails.
    expect(verdictOn(threeTimesFaster, 'lower', { batch, none: none(224) })).toMatchObject({
      outcome: 'not-supported',
      reason: { seeds: [1], failed: 1, of: 9 },
    });
  });

  it('gives no verdict with too few seeds, even where they agree', () => {
    const arms = { batch: armOf([50, 75]), none: armOf([500, 525]) };
    expect(verdictOn(threeTimesFaster, 'lower', arms)).toMatchObject({
      outcome: 'undecided',
      reason: { code: 'too-few-seeds', have: 2, need: 3 },
    });
    expect(verdictOn(threeTimesFaster, 'lower', { batch: armOf([1, 2, 3]) })).toMatchObject({
      reason: { code: 'too-few-seeds', have: 0, need: 3 },
    });
  });
});

describe('levels that are never reached', () => {
  it('decides by the limit where that is enough', () => {
    const none = armOf([Infinity, Infinity, Infinity], 1500);
    expect(verdictOn(threeTimesFaster, 'lower', { batch: armOf([50, 75, 500]), none }).outcome).toBe('supported');
  });

  it('does not decide where the run may have reached it soon after', () => {
    const none = armOf([Infinity, 1400, Infinity], 1500);
    expect(verdictOn(threeTimesFaster, 'lower', { batch: armOf([50, 75, 600]), none })).toMatchObject({
      outcome: 'undecided',
      reason: { code: 'seeds-unknown', seeds: [2], unknown: 1, of: 3 },
    });
  });

  it('does not decide where neither reached it, and refutes where only the baseline did', () => {
    const never = armOf([Infinity, Infinity, Infinity], 1500);
    expect(verdictOn(threeTimesFaster, 'lower', { batch: never, none: never }).outcome).toBe('undecided');
    const none = armOf([500, 500, 500], 1500);
    expect(verdictOn(threeTimesFaster, 'lower', { batch: never, none }).outcome).toBe('not-supported');
  });

  it('takes a diverged run for the worst, not for a late one', () => {
    const arms = { batch: armOf([50, 600, 50], 1500), none: armOf([500, NaN, 500], 1500) };
    expect(verdictOn(threeTimesFaster, 'lower', arms)).toMatchObject({
      outcome: 'supported',
      arms: { none: { n: 3, nonFinite: 1 } },
    });
  });
});

describe('diverged runs', () => {
  const atLeast = { type: 'value', arm: 'batch', relation: 'at-least', threshold: 0.85 } as const;
  const atMost = { type: 'value', arm: 'batch', relation: 'at-most', threshold: 0.15 } as const;

  it('are the worst in either direction', () => {
    const arms = { batch: armOf([NaN, NaN, -Infinity]) };
    expect(verdictOn(atLeast, 'higher', arms).outcome).toBe('not-supported');
    expect(verdictOn(atMost, 'higher', arms).outcome).toBe('supported');
    expect(verdictOn(atMost, 'lower', arms).outcome).toBe('not-supported');
  });

  it('leave no mean where only some diverged, but decide where all did', () => {
    const mean = { ...atLeast, statistic: 'mean' } as const;
    expect(verdictOn(mean, 'higher', { batch: armOf([0.9, 0.91, NaN, 0.92]) })).toMatchObject({
      outcome: 'undecided',
      reason: { code: 'not-finite', arms: ['batch'] },
    });
    expect(verdictOn(mean, 'higher', { batch: armOf([NaN, NaN, NaN]) })).toMatchObject({
      outcome: 'not-supported',
      reason: { code: 'no-run-finite', arms: ['batch'] },
    });
  });

  it('leave a median', () => {
    const median = { ...atLeast, statistic: 'median' } as const;
    const batch = armOf([0.9, 0.91, 0.92, 0.9, 0.91, 0.93, 0.92, NaN, 0.9]);
    expect(verdictOn(median, 'higher', { batch })).toMatchObject({ outcome: 'supported', estimate: 0.91 });
  });

  it('count as 0 in a ratio of what is better when higher', () => {
    const ratio = { ...threeTimesFaster, relation: 'at-least', threshold: 3 } as const;
    const arms = { batch: armOf([0.9, 0.9, 0.9]), none: armOf([NaN, 0.1, 0.2]) };
    expect(verdictOn(ratio, 'higher', arms).outcome).toBe('supported');
  });
});

describe('the mean', () => {
  const better = { type: 'difference', arm: 'batch', baseline: 'none', relation: 'at-least', threshold: 0, statistic: 'mean' } as const; // prettier-ignore

  it('pairs seeds, whose common part cancels', () => {
    const none = [0.8, 0.85, 0.9, 0.95];
    const batch = [0.811, 0.859, 0.912, 0.96];
    const paired = verdictOn(better, 'higher', { batch: armOf(batch), none: armOf(none) });
    expect(paired).toMatchObject({ outcome: 'supported', reason: { code: 'interval-meets' } });
    const apart = verdictOn(better, 'higher', { batch: armOf(batch), none: armOf(none, undefined, 100) });
    expect(apart).toMatchObject({ outcome: 'undecided', reason: { code: 'interval-contains-threshold', have: 4 } });
    if (apart.reason?.code === 'interval-contains-threshold') expect(apart.reason.need).toBeGreaterThan(100);
  });

  it('needs spread, and says so', () => {
    const arms = { batch: armOf([1, 1, 1]), none: armOf([0, 0, 0]) };
    expect(verdictOn(better, 'higher', arms)).toMatchObject({ outcome: 'undecided', reason: { code: 'no-spread' } });
  });

  it('of a ratio is judged without dividing', () => {
    const arms = { batch: armOf([50, 75, 60, 55]), none: armOf([500, 525, 450, 510]) };
    const verdict = verdictOn({ ...threeTimesFaster, statistic: 'mean' }, 'lower', arms);
    expect(verdict.outcome).toBe('supported');
    expect(verdict.interval!.high).toBeLessThan(0);
    expect(verdict.estimate).toBeCloseTo(240 / 1985, 12);
  });

  it('of an arm that never arrives is beyond its limit', () => {
    const none = armOf([Infinity, Infinity, Infinity], 500);
    const mean = { ...threeTimesFaster, statistic: 'mean' } as const;
    expect(verdictOn(mean, 'lower', { batch: armOf([50, 60, 55]), none }).outcome).toBe('supported');
    expect(verdictOn(mean, 'lower', { batch: armOf([150, 60, 155]), none }).outcome).toBe('undecided');
  });
});

describe('equivalence', () => {
  it('needs an interval within the margin, not merely no difference', () => {
    const close = { batch: armOf([0.939, 0.934, 0.941, 0.937]), none: armOf([0.934, 0.936, 0.938, 0.933]) };
    const loose = { batch: armOf([0.9, 0.99, 0.92, 0.97]), none: armOf([0.95, 0.9, 0.99, 0.93]) };
    const apart = { batch: armOf([0.99, 0.98, 0.99, 0.98]), none: armOf([0.9, 0.91, 0.9, 0.9]) };
    const mean = { ...near, statistic: 'mean' } as const;
    expect(verdictOn(mean, 'higher', close).outcome).toBe('supported');
    expect(verdictOn(mean, 'higher', loose).outcome).toBe('undecided');
    expect(verdictOn(mean, 'higher', apart).outcome).toBe('not-supported');
    expect(verdictOn(near, 'higher', close).outcome).toBe('supported');
    expect(verdictOn(near, 'higher', loose).outcome).toBe('not-supported');
  });

  it('is undecided where both diverged', () => {
    const arms = { batch: armOf([NaN, 0.9, 0.9]), none: armOf([NaN, 0.9, 0.91]) };
    expect(verdictOn(near, 'higher', arms)).toMatchObject({ outcome: 'undecided', reason: { seeds: [0] } });
  });
});

describe('the median', () => {
  it('says how many seeds its interval needs', () => {
    const median = { ...threeTimesFaster, statistic: 'median' } as const;
    const arms = { batch: armOf([50, 75, 50]), none: armOf([500, 525, 450]) };
    expect(verdictOn(median, 'lower', arms).reason).toEqual({ code: 'too-few-seeds', have: 3, need: 6 });
    const apart = { ...arms, none: armOf([500, 525, 450], undefined, 9) };
    expect(verdictOn(median, 'lower', apart).reason).toEqual({ code: 'too-few-seeds', have: 3, need: 4 });
  });
});

describe('combinations', () => {
  const holdsFor = (arm: string) => ({ type: 'value', arm, relation: 'at-least', threshold: 0.5 }) as const;
  const arms = { yes: armOf([1, 1, 1]), no: armOf([0, 0, 0]), few: armOf([1]) };
  it.each([
    ['all', ['yes', 'yes'], 'supported'],
    ['all', ['yes', 'few'], 'undecided'],
    ['all', ['no', 'few'], 'not-supported'],
    ['any', ['yes', 'few'], 'supported'],
    ['any', ['no', 'few'], 'undecided'],
    ['any', ['no', 'no'], 'not-supported'],
  ] as const)('%s of %j: %s', (type, names, outcome) => {
    expect(verdictOn({ type, of: names.map(holdsFor) }, 'higher', arms).outcome).toBe(outcome);
  });

  it('share the error among chances, also of what they contain', () => {
    const mean = { ...holdsFor('yes'), statistic: 'mean' } as const;
    const criterion = StudyCriterion.parse({ type: 'any', of: [{ type: 'all', of: [mean] }, mean] });
    const verdict = judge(criterion, { better: 'higher', arms });
    const confidences = JSON.stringify(verdict).match(/"confidence":[\d.]+/g);
    expect(confidences).toEqual(['"confidence":0.975', '"confidence":0.975']);
  });
});

it('refuses two values of one seed', () => {
  const twice = { outcomes: [1, 1, 2].map((seed) => ({ seed, value: 1 })) };
  expect(() => verdictOn({ ...near }, 'higher', { batch: twice, none: armOf([1, 2, 3]) })).toThrow(
    'arm batch has two values of seed 1',
  );
});

it('explains itself in words', () => {
  const arms = { batch: armOf([50, 75, 50], 1500), none: armOf([500, Infinity, 450], 1500) };
  const criterion = StudyCriterion.parse({
    type: 'all',
    of: [threeTimesFaster, { ...threeTimesFaster, statistic: 'median' }],
  });
  expect(explainVerdict(judge(criterion, { better: 'lower', arms })).split('\n')).toEqual([
    'Undecided: All must hold; 1 of 2 is supported.',
    '  Supported: batch / none at most 0.3333 for every seed. Found in the median: 0.1. All 3 comparisons meet it. 1 of 3 runs of none have no finite value.', // prettier-ignore
    '  Undecided: batch / none at most 0.3333 in the median. Found in the median: 0.1. No verdict with 3 seeds: at least 6 are needed. 1 of 3 runs of none have no finite value.', // prettier-ignore
  ]);
});

it.each([
  [{ ...threeTimesFaster, statistic: 'mean' }, 'Supported: batch / none at most 0.3333 on average. Found on average: 0.1209. The 95\u202f% interval of batch − 0.3333 × none, −125.7 to −85.18, lies wholly on the claimed side of 0.'], // prettier-ignore
  [{ type: 'value', arm: 'batch', relation: 'at-least', threshold: 100, statistic: 'mean' }, 'Not supported: batch at least 100 on average. Found on average: 60. The 95\u202f% interval, 42.81 to 77.19, lies wholly on the other side of 100.'], // prettier-ignore
  [{ ...near, margin: 500, statistic: 'mean' }, 'Supported: batch within 500 of none on average. Found on average: −436.3. The 90\u202f% interval, −472.6 to −399.9, lies wholly within the margin.'], // prettier-ignore
] satisfies [StudyCriterionInput, string][])('explains an interval: %j', (criterion, text) => {
  const arms = { batch: armOf([50, 75, 60, 55]), none: armOf([500, 525, 450, 510]) };
  expect(explainVerdict(judge(StudyCriterion.parse(criterion), { better: 'lower', arms }))).toBe(text);
});
