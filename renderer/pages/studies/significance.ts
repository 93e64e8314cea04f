/** P values as people read them. Pure. */
import { m } from '../../messages/index.ts';

const LEVELS: readonly [number, string][] = [
  [0.001, '***'],
  [0.01, '**'],
  [0.05, '*'],
];

/** Stars below 0.05, 0.01 and 0.001; otherwise "n.s.". */
export const starsOf = (p: number): string => LEVELS.find(([level]) => p < level)?.[1] ?? m.study.table.notSignificant;

/** Three decimals are enough, and no p is 0. */
export const formatP = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3));
