/** The answer of a study as lines of text: a table of arms for each measure, comparisons, the verdict. */
import { formatNumber, formatP } from '../../view/numbers.ts';
import { texts } from '../../../engine/words/words.ts';
import type { StudyRow } from '../../contract/studies.ts';
import type { StudyArmResult, StudyMeasureResult, StudyResult } from '../../contract/study-results.ts';
import { alignedTable, brief, plain } from './output.ts';
import { shared } from './words.ts';

const t = texts('cli.study-table', {
  state: ({ ended, runs, open }: { ended: number; runs: number; open: readonly string[] }) =>
    `${ended} of ${runs} runs have ended: ${open.join(', ')}.`,
  underWay: ({ runs }: { runs: number }) => `${runs} under way`,
  queued: ({ runs }: { runs: number }) => `${runs} queued`,
  broken: ({ runs }: { runs: number }) => `${runs} ended before their time`,
  missing: ({ runs }: { runs: number }) => `${runs} not started`,
  noCriterion: 'No criterion: the study gives no verdict.',
  soFar: 'So far:',
  measure: ({ name, unit, better }: Pick<StudyMeasureResult, 'name' | 'unit' | 'better'>) =>
    `${name}${unit === '' ? '' : ` (${unit})`}, ${better} is better`,
  arm: 'arm',
  count: 'N',
  median: 'median',
  mean: 'mean',
  interval: '95 % interval',
  difference: 'difference',
  p: 'p (Holm)',
  diverged: 'diverged',
  chosen: 'chosen',
  choice: ({ factor, level, edge }: StudyArmResult['choices'][number]) => `${factor} ${level}${edge ? ' (edge)' : ''}`,
});

/** Tables, what they say, and what is missing. */
export function resultLines({ progress }: StudyRow, { measures, verdict, problems }: StudyResult): string[] {
  const { runs, ended, underWay, queued, broken, missing } = progress;
  const open = [
    ...(underWay > 0 ? [t.underWay({ runs: underWay })] : []),
    ...(queued > 0 ? [t.queued({ runs: queued })] : []),
    ...(broken > 0 ? [t.broken({ runs: broken })] : []),
    ...(missing > 0 ? [t.missing({ runs: missing })] : []),
  ];
  const state = open.length === 0 ? [] : [t.state({ ended, runs, open }), ''];
  return [
    ...state,
    ...measures.flatMap((measure) => [...measureLines(measure), '']),
    ...problems.map(plain),
    ...(verdict === null
      ? [t.noCriterion]
      : [...(verdict.provisional ? [t.soFar] : []), ...plain(verdict.text).split('\n')]),
  ];
}

function measureLines({ name, unit, better, arms }: StudyMeasureResult): string[] {
  const compared = arms.some(({ versus }) => versus !== null);
  const chosen = arms.some(({ choices }) => choices.length > 0);
  const columns = [
    { title: t.arm },
    ...[t.count, t.median, t.mean, t.interval].map((title) => ({ title, right: true })),
    ...(compared ? [t.difference, t.p].map((title) => ({ title, right: true })) : []),
    { title: t.diverged, right: true },
    ...(chosen ? [{ title: t.chosen }] : []),
  ];
  return [
    plain(t.measure({ name, unit, better })),
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
  const { t: interval } = summary.meanInterval;
  return [
    ...[brief(arm, 40), String(summary.n), number(summary.median), number(summary.mean)],
    interval === null ? '–' : shared.range({ low: formatNumber(interval.low), high: formatNumber(interval.high) }),
    ...(compared ? [number(versus?.difference ?? null), p(versus?.adjustedP ?? null)] : []),
    String(diverged),
    ...(chosen ? [choices.map(t.choice).join(', ')] : []),
  ];
}

const number = (value: number | null): string => (value === null ? '–' : formatNumber(value));
const p = (value: number | null): string => (value === null ? '–' : formatP(value));
