/** Marks of significance beside p values. Pure. */
import { m } from '../../messages/index.ts';

const LEVELS: readonly [number, string][] = [
  [0.001, '***'],
  [0.01, '**'],
  [0.05, '*'],
];

/** Stars below 0.05, 0.01 and 0.001; otherwise "n.s.". */
export const starsOf = (p: number): string => LEVELS.find(([level]) => p < level)?.[1] ?? m.study.table.notSignificant;
