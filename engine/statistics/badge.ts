/** Whether an arm may be called better than its baseline. */
import type { Comparison } from './comparison.ts';
import type { Direction } from './outcomes.ts';
import { type Pairing, seedsForEffect } from './power.ts';

/** What was done to make an arm good before it was compared. */
export interface Tuning {
  /** Paths of the fields that were chosen by their results, e.g. `optimizer.learningRate`; empty for an arm as it is. */
  fields: readonly string[];
  /** How many settings of them were tried. */
  candidates: number;
}

export interface BadgeQuestion {
  comparison: Comparison;
  better: Direction;
  tuning: { arm: Tuning; baseline: Tuning };
  /** P of the comparison, corrected for the others that were made beside it (holm.ts). */
  adjustedP: number | null;
  /** Chance of a false badge. */
  alpha?: number;
  /** With fewer seeds there is no badge. */
  minimumSeeds?: number;
}

/** May it, and why not. */
export type Badge =
  | { allowed: true; caution: 'neither-tuned' | 'tuned-unequally' | null }
  | { allowed: false; reason: 'only-arm-tuned' | 'only-baseline-tuned' | 'more-diverged' | 'no-spread' | 'not-better' }
  | { allowed: false; reason: 'too-few-seeds' | 'not-significant'; have: number; need: number | null };

/**
 * Refuses where only one arm was tuned, whatever the numbers: a tuned arm beats an untuned one without being better.
 * `need` is the number of seeds in each arm, or of pairs, that would probably do; null for more than can be planned.
 */
export function mayCallBetter(question: BadgeQuestion): Badge {
  const { comparison, better, tuning, adjustedP, alpha = 0.05, minimumSeeds = 3 } = question;
  const [armTuned, baselineTuned] = [tuning.arm, tuning.baseline].map(isTuned);
  if (armTuned && !baselineTuned) return { allowed: false, reason: 'only-arm-tuned' };
  if (baselineTuned && !armTuned) return { allowed: false, reason: 'only-baseline-tuned' };
  if (share(comparison.arm) > share(comparison.baseline)) return { allowed: false, reason: 'more-diverged' };
  const have = comparison.compared;
  if (have < minimumSeeds) return { allowed: false, reason: 'too-few-seeds', have, need: minimumSeeds };
  const difference = comparison.meanDifference ?? 0;
  if (better === 'higher' ? difference <= 0 : difference >= 0) return { allowed: false, reason: 'not-better' };
  if (comparison.t === null || adjustedP === null) return { allowed: false, reason: 'no-spread' };
  if (adjustedP > alpha)
    return { allowed: false, reason: 'not-significant', have, need: needed(comparison, have, 1 - alpha) };
  return { allowed: true, caution: !armTuned ? 'neither-tuned' : sameTuning(tuning) ? null : 'tuned-unequally' };
}

const isTuned = ({ fields, candidates }: Tuning): boolean => fields.length > 0 && candidates > 1;

const share = ({ n, nonFinite }: { n: number; nonFinite: number }): number => (n === 0 ? 0 : nonFinite / n);

function sameTuning({ arm, baseline }: BadgeQuestion['tuning']): boolean {
  const fields = ({ fields }: Tuning): string => JSON.stringify([...fields].sort());
  return arm.candidates === baseline.candidates && fields(arm) === fields(baseline);
}

function needed({ pairing, effect }: Comparison, have: number, level: number): number | null {
  const size: Record<Pairing, number | null> = { paired: effect.dz, independent: effect.d };
  const planned = seedsForEffect(size[pairing] ?? 0, pairing, { level, power: 0.8 });
  return planned === null ? null : Math.max(have + 1, planned);
}
