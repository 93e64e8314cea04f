/** When an arm may be called better, and the reason where it may not. */
import { describe, expect, it } from 'vitest';
import { type BadgeQuestion, mayCallBetter, type Tuning } from '../../../../engine/statistics/badge.ts';
import { compare } from '../../../../engine/statistics/comparison.ts';

const untuned: Tuning = { fields: [], candidates: 1 };
const tuned: Tuning = { fields: ['optimizer.learningRate'], candidates: 5 };
const seeded = (values: number[]) => values.map((value, seed) => ({ seed, value }));

function ask(arm: number[], baseline: number[], change: Partial<BadgeQuestion> = {}) {
  const comparison = compare(seeded(arm), seeded(baseline), 'higher', { resamples: 100 });
  const tuning = { arm: tuned, baseline: tuned };
  return mayCallBetter({ comparison, better: 'higher', tuning, adjustedP: comparison.t?.p ?? null, ...change });
}

const good = [0.94, 0.935, 0.945, 0.938];
const base = [0.91, 0.915, 0.92, 0.905];

describe('may call better', () => {
  it('allows a clear difference between arms that were tuned alike', () => {
    expect(ask(good, base)).toEqual({ allowed: true, caution: null });
    expect(ask(base, good, { better: 'lower' })).toEqual({ allowed: true, caution: null });
  });

  it('refuses where only one arm was tuned, however clear the difference', () => {
    const one = (arm: Tuning, baseline: Tuning) => ask(good, base, { tuning: { arm, baseline } });
    expect(one(tuned, untuned)).toEqual({ allowed: false, reason: 'only-arm-tuned' });
    expect(one(untuned, tuned)).toEqual({ allowed: false, reason: 'only-baseline-tuned' });
    // A single candidate is no choice.
    expect(one(tuned, { ...tuned, candidates: 1 })).toEqual({ allowed: false, reason: 'only-arm-tuned' });
  });

  it('cautions where neither was tuned, or not alike', () => {
    const both = (arm: Tuning, baseline: Tuning) => ask(good, base, { tuning: { arm, baseline } });
    expect(both(untuned, untuned)).toEqual({ allowed: true, caution: 'neither-tuned' });
    expect(both(tuned, { ...tuned, candidates: 2 })).toEqual({ allowed: true, caution: 'tuned-unequally' });
    expect(both(tuned, { ...tuned, fields: ['training.batchSize'] })).toMatchObject({ caution: 'tuned-unequally' });
  });

  it('refuses with too few seeds, and where chance explains it, and says how many would do', () => {
    expect(ask(good.slice(0, 2), base.slice(0, 2))).toEqual({ allowed: false, reason: 'too-few-seeds', have: 2, need: 3 }); // prettier-ignore
    const chance = ask([0.91, 0.93, 0.9, 0.92], base);
    expect(chance).toMatchObject({ allowed: false, reason: 'not-significant', have: 4 });
    expect(ask(good, base, { adjustedP: 0.06 })).toMatchObject({ reason: 'not-significant', need: 5 });
  });

  it('refuses what is worse, diverges more often or has no spread', () => {
    expect(ask(base, good)).toMatchObject({ reason: 'not-better' });
    expect(ask([...good, NaN], [...base, 0.9])).toMatchObject({ reason: 'more-diverged' });
    expect(ask([0.9, 0.9, 0.9], [0.8, 0.8, 0.8])).toMatchObject({ reason: 'no-spread' });
  });
});
