/**
 * Numbers for people as page, reports and command line show them alike: those of engine/words/numbers.ts, which the messages
 * of the engine use too, and the kinds of numbers that only appear in results. Durations and sizes: units.ts.
 */
import { formatCount, formatFixed, formatNumber, formatShare } from '../../engine/words/numbers.ts';
import { texts } from '../../engine/words/words.ts';

export {
  formatCount,
  formatFixed,
  formatNumber,
  formatPercent,
  formatPower,
  formatShare,
} from '../../engine/words/numbers.ts';

const t = texts('numbers', {
  below: ({ limit }: { limit: string }) => `< ${limit}`,
  points: ({ number }: { number: string }) => `${number} pp`,
  plus: ({ number }: { number: string }) => `+${number}`,
});

/** How much of something is done, in whole percent, rounded down, so that 100 % means done. */
export const formatProgress = (share: number): string => formatShare(Math.floor(100 * share) / 100, 0);

/** The p value below which only that is said: a smaller one tells nothing more. */
const LEAST_P = 0.001;

/** A p value with three decimals; none is 0. */
export const formatP = (p: number): string =>
  p < LEAST_P ? t.below({ limit: formatFixed(LEAST_P, 3) }) : formatFixed(p, 3);

/** A difference with its sign: `+0.25`, `−0.25`; `0` has none. */
export const formatSigned = (value: number, digits = 4): string =>
  value > 0 ? t.plus({ number: formatNumber(value, digits) }) : formatNumber(value, digits);

/** A difference of two shares in percentage points, with its sign: `+1.25 pp`. */
export function formatPoints(difference: number): string {
  const number = formatFixed(100 * difference, 2);
  return t.points({ number: difference > 0 ? t.plus({ number }) : number });
}

/** The shape of one sample: `28 × 28`. */
export const formatShape = (shape: readonly number[]): string => shape.map(formatCount).join(' × ');
