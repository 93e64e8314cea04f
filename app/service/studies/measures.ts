/** From the numbers of cells and seeds to what is said of the arms: summaries, comparisons with the baseline, the verdict. */
import type { MeasureSpec, StudySpec } from '../../../engine/spec/schema/study.ts';
import { mayCallBetter, type Tuning } from '../../../engine/statistics/badge.ts';
import { compare, type Comparison } from '../../../engine/statistics/comparison.ts';
import { explainVerdict } from '../../../engine/statistics/explain-verdict.ts';
import { holm } from '../../../engine/statistics/holm.ts';
import { judge, type Arm } from '../../../engine/statistics/judge.ts';
import { summarize } from '../../../engine/statistics/summary.ts';
import { outcomeDirection, reduceCells, type ArmValues } from '../../../engine/study/reduce.ts';
import { criterionName, type PlannedStudy } from './plan.ts';
import type { StudyArmResult, StudyComparison, StudyMeasureResult, StudyResult } from '../../contract/study-results.ts';
import { describeComparison } from './words.ts';

/** By cell, then by seed in the study's order. */
export type Values = (number | null)[][];

/** The outcomes of all arms for one measure. */
export function outcomesOf({ spec, plan }: PlannedStudy, measure: MeasureSpec, values: Values): ArmValues[] {
  const places = new Map(spec.seeds.map((seed, place) => [seed, place]));
  return reduceCells(plan, measure, spec.seeds, (cell, seed) => values[cell]![places.get(seed)!]!);
}

/** What is said of the arms for one measure. `diverged` counts the runs of each arm that did. */
export function measureResult(
  study: PlannedStudy,
  measure: MeasureSpec,
  values: Values,
  diverged: ReadonlyMap<string, number>,
): StudyMeasureResult {
  const arms = outcomesOf(study, measure, values);
  const better = outcomeDirection(measure);
  const baseline = arms.find(({ arm }) => arm === study.spec.baseline);
  const comparisons = arms.map(({ arm, outcomes }): Comparison | null => {
    if (baseline === undefined || arm === baseline.arm) return null;
    return outcomes.length === 0 || baseline.outcomes.length === 0
      ? null
      : compare(outcomes, baseline.outcomes, better);
  });
  const adjusted = holm(comparisons.map((comparison) => comparison?.t?.p ?? null));
  const tuning = tuningOf(study, measure);
  return {
    ...{ name: measure.name, unit: measure.unit, better, values },
    arms: arms.map((one, i): StudyArmResult => ({
      ...one,
      // Without numbers nothing was chosen.
      choices: one.outcomes.length === 0 ? [] : one.choices,
      summary: summarize(
        one.outcomes.map(({ value }) => value),
        better,
      ),
      diverged: diverged.get(one.arm) ?? 0,
      versus: versusOf(comparisons[i]!, { baseline: baseline?.arm ?? '', adjustedP: adjusted[i]!, measure, tuning }),
    })),
  };
}

/** Every arm is tuned over the same levels: a study crosses them with all its arms. */
function tuningOf({ plan }: PlannedStudy, { reduce }: MeasureSpec): Tuning {
  const tuned = reduce.flatMap(({ type, factor }) =>
    type === 'best' ? plan.factors.filter(({ name }) => name === factor) : [],
  );
  return {
    fields: tuned.map(({ path, name }) => path ?? name),
    candidates: tuned.reduce((product, { levels }) => product * levels.length, 1),
  };
}

function versusOf(
  comparison: Comparison | null,
  about: { baseline: string; adjustedP: number | null; measure: MeasureSpec; tuning: Tuning },
): StudyComparison | null {
  if (comparison === null) return null;
  const { baseline, adjustedP, measure, tuning } = about;
  const { pairing, compared, meanDifference, t, bootstrap, effect, improvement } = comparison;
  const better = outcomeDirection(measure);
  const versus = {
    ...{ baseline, pairing, compared, adjustedP },
    difference: meanDifference,
    interval: t?.interval ?? null,
    bootstrap: bootstrap?.bca ?? bootstrap?.percentile ?? null,
    p: t?.p ?? null,
    effect: pairing === 'paired' ? effect.gz : effect.g,
    improvement: improvement?.probability ?? null,
    badge: mayCallBetter({ comparison, better, tuning: { arm: tuning, baseline: tuning }, adjustedP }),
  };
  return { ...versus, text: describeComparison(versus, measure.unit) };
}

/** The verdict on the criterion, from the numbers that are there. */
export function verdictOf(
  { spec, plan }: PlannedStudy,
  measures: readonly StudyMeasureResult[],
  provisional: boolean,
): StudyResult['verdict'] {
  if (spec.criterion === null) return null;
  const arms: Record<string, Arm> = {};
  spec.measures.forEach((measure, m) => {
    const { better, arms: results } = measures[m]!;
    const limit = limitOf(measure, Math.max(...plan.cells.map((cell) => cell.spec.training.steps)));
    for (const { arm, outcomes } of results) {
      const data = { outcomes, better, ...(limit === null ? {} : { limit }) };
      if (m === 0) arms[arm] = data;
      if (spec.measures.length > 1) arms[criterionName(arm, measure.name)] = data;
    }
  });
  const details = judge(spec.criterion, { better: measures[0]!.better, arms });
  return { outcome: details.outcome, text: explainVerdict(details), details, provisional };
}

/** Infinite steps to a level mean that it was not reached by the end; anything that was made of them, no longer. */
function limitOf({ value, relative, reduce }: StudySpec['measures'][number], steps: number): number | null {
  const still = reduce.every(({ type }) => type === 'best' || type === 'worst');
  return value.summary.type === 'steps-to' && relative === null && still ? steps : null;
}
