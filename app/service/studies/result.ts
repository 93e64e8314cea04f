/** Puts together what is known about the answer of a study: its runs, their numbers, what the statistics say. */
import type { MeasureSpec } from '../../../engine/spec/schema/study.ts';
import { measureRun } from '../../../engine/study/values.ts';
import type { Store } from '../../store/store.ts';
import { progressOf, type Slot } from './find-runs.ts';
import type { Values } from './measures.ts';
import { runNumbers } from './numbers.ts';
import type { PlannedStudy } from './plan.ts';
import type { StudyMeasureResult, StudyResult } from '../../contract/study-results.ts';

/** Numbers of runs are kept in memory up to this many. */
const MOST_KEPT = 50_000;

/** Remembers numbers of runs that have ended, and what was computed from them, between two looks at a study. */
export interface ResultMemory {
  numbers: Map<string, number | null>;
  measures: Map<string, StudyMeasureResult>;
}

export const resultMemory = (): ResultMemory => ({ numbers: new Map(), measures: new Map() });

type Where = Pick<Store, 'runs' | 'series' | 'probes'>;

/** What the database holds of a study at one moment. */
export interface StudyNumbers {
  slots: readonly Slot[];
  /** By measure. */
  values: Values[];
  problems: string[];
}

/** Reads the numbers of the runs of a study. */
export function readRuns(
  store: Where,
  study: PlannedStudy,
  slots: readonly Slot[],
  memory: ResultMemory,
): StudyNumbers {
  const values = study.spec.measures.map((measure) => valuesOf(store, study, measure, slots, memory));
  return { slots, values, problems: problemsOf(store, study, slots, values) };
}

/** The result of a study from what the database holds. */
export async function buildResult(
  study: PlannedStudy,
  { slots, values, problems }: StudyNumbers,
  memory: ResultMemory,
): Promise<StudyResult> {
  const { spec, plan } = study;
  // Loaded when first needed: it takes a tenth of a second that other commands need not wait for.
  const { measureResult, verdictOf } = await import('./measures.ts');
  const byArm = plan.arms.map((arm) => ({
    arm,
    ...progressOf(slots.filter(({ cell }) => plan.cells[cell]!.arm === arm)),
  }));
  const diverged = new Map(byArm.map((one) => [one.arm, one.diverged]));
  const measures = spec.measures.map((measure, m) => {
    // JSON has no NaN, which is not the same as nothing.
    const seen = values[m]!.map((row) => row.map(String).join()).join(';');
    const key = JSON.stringify([spec.factors, spec.seeds, spec.baseline, measure, [...diverged], seen]);
    let result = memory.measures.get(key);
    if (result === undefined) {
      result = measureResult(study, measure, values[m]!, diverged);
      keep(memory.measures, key, result, 200);
    }
    return result;
  });
  const { runs, ended } = progressOf(slots);
  return {
    plan: {
      factors: plan.factors.map(({ name, path, reduced, levels }) => ({
        ...{ name, path, reduced },
        levels: levels.map(({ label, number }) => ({ label, number })),
      })),
      arms: plan.arms,
      cells: plan.cells.map(({ levels, arm }) => ({ levels, arm })),
      seeds: spec.seeds,
    },
    runs: slots.map(({ cell, seed, run }) => ({
      ...{ cell, seed, runId: run?.id ?? null, status: run?.status ?? null, step: run?.step ?? 0 },
      steps: plan.cells[cell]!.spec.training.steps,
    })),
    measures,
    verdict: verdictOf(study, measures, ended < runs),
    progress: byArm,
    problems,
  };
}

function valuesOf(
  store: Where,
  { spec, plan }: PlannedStudy,
  measure: MeasureSpec,
  slots: readonly Slot[],
  memory: ResultMemory,
): Values {
  const { value, relative, better } = measure;
  const what = JSON.stringify([value, relative, better]);
  const numberOf = ({ run, cell }: Slot): number | null => {
    if (run === null || (run.status !== 'completed' && run.status !== 'diverged')) return null;
    const read = (): number | null => measureRun(runNumbers(store, run.id, plan.cells[cell]!.needed), measure);
    // What probes measured may be taken away without a change of the run.
    if (what.includes('"probe.')) return read();
    const key = `${run.id} ${run.changed} ${what}`;
    if (!memory.numbers.has(key)) keep(memory.numbers, key, read(), MOST_KEPT);
    return memory.numbers.get(key)!;
  };
  return plan.cells.map((_, cell) =>
    slots.slice(cell * spec.seeds.length, (cell + 1) * spec.seeds.length).map(numberOf),
  );
}

/** Forgets all where there is too much: it can be read again. */
function keep<T>(kept: Map<string, T>, key: string, value: T, most: number): void {
  if (kept.size >= most) kept.clear();
  kept.set(key, value);
}

/** What keeps numbers from being there. */
function problemsOf(store: Where, { spec }: PlannedStudy, slots: readonly Slot[], values: readonly Values[]): string[] {
  const { ended } = progressOf(slots);
  const silent = spec.measures.filter(
    (_, m) => ended > 0 && values[m]!.every((row) => row.every((one) => one === null)),
  );
  const failed = slots.flatMap(({ run }) => (run?.status === 'failed' ? [run.id] : []));
  return [
    ...silent.map(
      ({ name, value }) => `No run has a number for ${name}: none recorded ${value.of}. Check its source in the study.`,
    ),
    ...(failed.length === 0
      ? []
      : [`${failed.length} of ${slots.length} runs failed. The first: ${store.runs.get(failed[0]!)?.reason ?? ''}`]),
  ];
}
