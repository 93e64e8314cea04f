/** Whether a run never did better than a prediction which ignores the inputs. What is said of it: findings/stuck.ts. */
import type { SeriesPoints } from '../../contract/series.ts';
import { constantPrediction, validationLoss } from './constant-prediction.ts';
import type { Evidence } from './evidence.ts';
import { blocksOf, FEWEST_STEPS, lowest, type Block } from './trend.ts';

/** Within 5 % of the constant prediction; mini-batches scatter by less than that over a block of steps. */
const AT_CONSTANT = 0.95;
/** Above this the loss has risen, which is another matter (learning-rate.ts). */
const ABOVE_CONSTANT = 1.5;

/** The course of a loss that stays at the constant prediction. */
export interface Standstill {
  /** Whose loss it is: of regression that of the validation split, since its batches scatter by more than 5 %. */
  part: 'training' | 'validation';
  low: Block;
  last: Block;
  constant: number;
}

/** Null of a run that got further, that diverged, or that has few steps. */
export function standstill(evidence: Evidence): Standstill | null {
  const { run, series } = evidence;
  if (run.status === 'diverged' || run.step < FEWEST_STEPS) return null;
  const constant = constantPrediction(evidence);
  if (constant === null) return null;
  const part = run.series.some(({ name }) => name === 'train.accuracy') ? 'training' : 'validation';
  const blocks = part === 'training' ? blocksOf(series('train.loss')) : eachOf(validationLoss(evidence));
  if (blocks.length < 2) return null;
  const low = lowest(blocks);
  const last = blocks.at(-1)!;
  return low.mean > AT_CONSTANT * constant && last.mean < ABOVE_CONSTANT * constant
    ? { part, low, last, constant }
    : null;
}

const eachOf = ({ steps, values }: SeriesPoints): Block[] =>
  Array.from(values, (mean, i) => ({ firstStep: steps[i]!, lastStep: steps[i]!, mean }));
