/** "Which normalization for my data?": a stored study for a dataset that fits a number of minutes, and what it recommends. */
import { guidedStudy, recommend, type Recommendation, type Rival } from '../../../engine/study/guided.ts';
import type { StudySpec } from '../../../engine/spec/schema/study.ts';
import { AppError } from '../../errors.ts';
import { formatNumber } from '../../view/numbers.ts';
import type { DatasetRow } from '../../contract/datasets.ts';
import type { StudyPreview } from '../../contract/studies.ts';
import type { StudyResult } from '../../contract/study-results.ts';

export const LEAST_MINUTES = 1;
export const MOST_MINUTES = 24 * 60;

/** Steps of the study that is only made to learn what a step costs. */
const TRIAL_STEPS = 100_000;

/**
 * The study for a dataset that takes about so many minutes on this machine. Its name says the dataset. Throws AppError
 * `invalid-input`.
 */
export async function guidedFor(
  dataset: DatasetRow,
  minutes: number,
  preview: (spec: StudySpec) => Promise<StudyPreview>,
): Promise<StudySpec> {
  if (!(minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES))
    throw new AppError('invalid-input', `minutes is ${minutes}; give ${LEAST_MINUTES} to ${MOST_MINUTES}.`);
  const make = (steps: number): StudySpec => {
    try {
      return guidedStudy({ dataset, steps });
    } catch (error) {
      if (error instanceof RangeError) throw new AppError('invalid-input', `${error.message}.`);
      throw error;
    }
  };
  const trial = make(TRIAL_STEPS);
  const { seconds, runs, existing } = await preview(trial);
  const perStep = runs > existing && seconds > 0 ? seconds / (runs - existing) / trialSteps(trial) : 0.001;
  return { ...make(Math.max(1, Math.round((60 * minutes) / perStep))), name: nameFor(dataset.name) };
}

const trialSteps = ({ base }: StudySpec): number => (base as { training: { steps: number } }).training.steps;

const nameFor = (dataset: string): string =>
  `which-normalization-${dataset
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}`.slice(0, 80);

/** What may be recommended from a study's first measure; null while nothing has ended. */
export function recommendationOf({ measures }: StudyResult): Recommendation | null {
  const [measure] = measures;
  return measure === undefined ? null : recommend(measure.arms, measure.better);
}

/** The recommendation in words, a sentence a line. */
export function explainRecommendation({ best, median, ties, worse, atEdge, seeds }: Recommendation): string[] {
  const rival = ({ arm, difference }: Rival): string =>
    difference === null ? arm : `${arm} (${formatNumber(Math.abs(difference))} apart)`;
  return [
    `Best: ${best}, median ${formatNumber(median)} over ${seeds} seeds.`,
    ties.length === 0
      ? 'No other arm is as good.'
      : `Cannot be told from it with these seeds: ${ties.map(rival).join('; ')}.`,
    ...(worse.length === 0 ? [] : [`Worse: ${worse.map(rival).join('; ')}.`]),
    ...(atEdge ? ['Its best learning rate lies at the edge of the grid: a better one may lie beyond.'] : []),
  ];
}
