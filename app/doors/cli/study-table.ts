/** The answer of a study as lines of text: a table of arms for each measure, comparisons, the verdict. */
import { formatNumber, formatP } from '../../view/numbers.ts';
import type { StudyRow } from '../../contract/studies.ts';
import type { StudyArmResult, StudyMeasureResult, StudyResult } from '../../contract/study-results.ts';
import { alignedTable, brief, plain } from './output.ts';

/** Tables, what they say, and what is missing. */
export function resultLines({ progress }: StudyRow, { measures, verdict, problems }: StudyResult): string[] {
  const { runs, ended, underWay, queued, broken, missing } = progress;
  const open = [
    ...(underWay > 0 ? [`${underWay} under way`] : []),
    ...(queued > 0 ? [`${queued} queued`] : []),
    ...(broken > 0 ? [`${broken} ended before their time`] : []),
    ...(missing > 0 ? [`${missing} not started`] : []),
  ];
  const state = open.length === 0 ? [] : [`${ended} of ${runs} runs have ended: ${open.join(', ')}.`, ''];
  return [
    ...state,
    ...measures.flatMap((measure) => [...measureLines(measure), '']),
    ...problems.map(plain),
    ...(verdict === null
      ? ['No criterion: the study gives no verdict.']
      : [...(verdict.provisional ? ['So far:'] : []), ...plain(verdict.text).split('\n')]),
  ];
}

function measureLines({ name, unit, better, arms }: StudyMeasureResult): string[] {
  const compared = arms.some(({ versus }) => versus !== null);
  const chosen = arms.some(({ choices }) => choices.length > 0);
  const columns = [
    { title: 'arm' },
    ...['N', 'median', 'mean', '95 % interval'].map((title) => ({ title, right: true })),
    ...(compared ? ['difference', 'p (Holm)'].map((title) => ({ title, right: true })) : []),
    { title: 'diverged', right: true },
    ...(chosen ? [{ title: 'chosen' }] : []),
  ];
  return [
    plain(`${name}${unit === '' ? '' : ` (${unit})`}, ${better} is better`),
    ...alignedTable(
      columns,
      arms.map((arm) => armCells(arm, compared, chosen)),
    ),
    ...arms.flatMap(({ arm, versus }) => (versus === null ? [] : [plain(`${arm}: ${versus.text}`)])),
  ];
}

function armCells(
  { arm, summary, versus, diverged, choices }: StudyArmResult,
  compared: boolean,
  chosen: boolean,
): string[] {
  const { t } = summary.meanInterval;
  return [
    ...[brief(arm, 40), String(summary.n), number(summary.median), number(summary.mean)],
    t === null ? '–' : `${formatNumber(t.low)} to ${formatNumber(t.high)}`,
    ...(compared ? [number(versus?.difference ?? null), p(versus?.adjustedP ?? null)] : []),
    String(diverged),
    ...(chosen
      ? [choices.map(({ factor, level, edge }) => `${factor} ${level}${edge ? ' (edge)' : ''}`).join(', ')]
      : []),
  ];
}

const number = (value: number | null): string => (value === null ? '–' : formatNumber(value));
const p = (value: number | null): string => (value === null ? '–' : formatP(value));
