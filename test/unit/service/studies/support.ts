/** Small studies that train in seconds, and waiting for them. */
import { setTimeout as wait } from 'node:timers/promises';
import type { StudySpecInput } from '../../../../engine/spec/schema/study.ts';
import type { StudyRow } from '../../../../app/contract/studies.ts';
import type { Workbench } from '../../../../app/service/types.ts';

/** Two arms on spirals, without and with batch normalization. */
export const toyStudy = (more: Partial<StudySpecInput> = {}): StudySpecInput => ({
  name: 'toy',
  title: 'Toy',
  base: {
    data: { dataset: 'spirals' },
    model: { hidden: [8] },
    training: { steps: 60 },
    evaluation: { every: 20 },
  },
  factors: [
    {
      type: 'levels',
      name: 'normalization',
      levels: [
        { label: 'none', set: { 'model.normalization.type': 'none' } },
        { label: 'batch', set: { 'model.normalization.type': 'batch' } },
      ],
    },
  ],
  seeds: [1, 2, 3],
  measures: [{ name: 'accuracy', value: { of: 'validation.accuracy', summary: { type: 'best' } }, better: 'higher' }],
  baseline: 'none',
  ...more,
});

/** The base of {@link toyStudy} with other steps. */
export const toyBase = (steps: number): StudySpecInput['base'] => ({
  ...(toyStudy().base as object),
  training: { steps },
});

/** A study that takes long enough to be interrupted, given enough steps, with checkpoints to go on from. */
export const longStudy = (steps: number): StudySpecInput =>
  toyStudy({ base: { ...(toyBase(steps) as object), record: { checkpoints: { seconds: 0.2 } } }, seeds: [1, 2] });

/** Waits until a study is as asked for; the test's own timeout is the limit. */
export async function until(workbench: Workbench, ref: string, there: (row: StudyRow) => boolean): Promise<StudyRow> {
  for (;;) {
    const row = workbench.studies.get(ref);
    if (there(row)) return row;
    await wait(20);
  }
}

/** Nothing of it is under way. */
export const isDone = ({ progress }: StudyRow): boolean => progress.underWay + progress.queued === 0;
