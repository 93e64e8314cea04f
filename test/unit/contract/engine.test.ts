/** The engine has types of its own; where a record holds one of them, it is exactly that. Checked by the compiler. */
import { describe, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type * as compare from '../../../app/contract/compare.ts';
import type * as datasets from '../../../app/contract/datasets.ts';
import type * as errors from '../../../app/contract/errors.ts';
import type * as imports from '../../../app/contract/imports.ts';
import type * as messages from '../../../app/contract/message.ts';
import type { ProbeRow } from '../../../app/contract/probes.ts';
import type * as runs from '../../../app/contract/runs.ts';
import type * as results from '../../../app/contract/study-results.ts';
import type { DatasetInfo } from '../../../engine/data/dataset.ts';
import type { ReadOptions } from '../../../engine/data/readers/formats.ts';
import type { SourcePreview } from '../../../engine/data/readers/source.ts';
import type { FittedScaling } from '../../../engine/data/scaling.ts';
import type { Activity, LayerInfo, Summary } from '../../../engine/events.ts';
import type { ProbeArray, ProbeRecord } from '../../../engine/probes/record.ts';
import type { Part } from '../../../engine/split-data.ts';
import type { Interval } from '../../../engine/statistics/interval.ts';
import type { Direction, SeedValue } from '../../../engine/statistics/outcomes.ts';
import type { Pairing } from '../../../engine/statistics/power.ts';
import type { Summary as GroupSummary } from '../../../engine/statistics/summary.ts';
import type { Outcome, Verdict } from '../../../engine/statistics/verdict.ts';
import type { Choice } from '../../../engine/study/reduce.ts';
import type { FieldIssue } from '../../../engine/words/worded.ts';
import type { Message } from '../../../engine/words/words.ts';

describe('what records hold of the engine', () => {
  it('is what the engine says', () => {
    expectTypeOf<runs.Activity>().toEqualTypeOf<Activity>();
    expectTypeOf<z.output<typeof runs.Layer>>().toEqualTypeOf<LayerInfo>();
    expectTypeOf<runs.RunDetail['scaling']>().toEqualTypeOf<FittedScaling | null>();
    expectTypeOf<runs.RunRow['summary']>().toEqualTypeOf<Summary>();
    expectTypeOf<Omit<ProbeRow, 'id' | 'runId' | 'part' | 'samples' | 'createdAt' | 'arrays'>>().toEqualTypeOf<
      Omit<ProbeRecord, 'samples' | 'arrays'>
    >();
    expectTypeOf<ProbeRow['part']>().toEqualTypeOf<Part>();
    expectTypeOf<ProbeRow['arrays'][number]>().toEqualTypeOf<Omit<ProbeArray, 'data'>>();
    expectTypeOf<Pick<datasets.DatasetRow, keyof DatasetInfo>>().toEqualTypeOf<DatasetInfo>();
    expectTypeOf<imports.ImportOptions>().toEqualTypeOf<ReadOptions>();
    expectTypeOf<keyof imports.ImportPreview>().toEqualTypeOf<keyof SourcePreview>();
    expectTypeOf<compare.Comparison['metrics'][number]['direction']>().toEqualTypeOf<Direction | null>();
    expectTypeOf<results.StudyArmResult['outcomes']>().toEqualTypeOf<SeedValue[]>();
    expectTypeOf<results.StudyArmResult['choices']>().toEqualTypeOf<Choice[]>();
    expectTypeOf<results.StudyArmResult['summary']>().toEqualTypeOf<GroupSummary>();
    expectTypeOf<results.StudyComparison['interval']>().toEqualTypeOf<Interval | null>();
    expectTypeOf<results.StudyComparison['pairing']>().toEqualTypeOf<Pairing>();
    expectTypeOf<results.StudyMeasureResult['better']>().toEqualTypeOf<Direction>();
    expectTypeOf<NonNullable<results.StudyResult['verdict']>['outcome']>().toEqualTypeOf<Outcome>();
    expectTypeOf<NonNullable<results.StudyResult['verdict']>['details']>().toEqualTypeOf<Verdict>();
    expectTypeOf<errors.FieldIssue>().toEqualTypeOf<FieldIssue>();
    expectTypeOf<messages.Message>().toEqualTypeOf<Message>();
  });
});
