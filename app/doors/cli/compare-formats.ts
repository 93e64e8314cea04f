/** A comparison as text for a terminal, as Markdown and as CSV. */
import { statusWords } from '../../view/statuses.ts';
import { formatMetric, metricTitle } from '../../view/metrics.ts';
import { texts } from '../../../engine/words/words.ts';
import { csvField } from '../../view/table.ts';
import { distinctLabels } from '../../service/reports/figures/subject.ts';
import { formatCount } from '../../view/numbers.ts';
import { typedFieldValue } from '../../view/spec-values.ts';
import { formatDuration } from '../../view/units.ts';
import type { Comparison } from '../../contract/compare.ts';
import { alignedTable, brief, plain } from './output.ts';

const t = texts('cli.comparison', {
  absent: '(absent)',
  status: 'Status',
  steps: 'Steps done',
  time: 'Training time',
  stepsTo: ({ metric, target }: { metric: string; target: number }) =>
    `Steps to ${metricTitle(metric).toLowerCase()} ${formatMetric(metric, target)}`,
  notReached: 'not reached',
  legend: '* best',
  equal: 'The specifications are equal but for the name.',
  differences: 'What differs',
  outcome: 'Outcome',
});

interface Line {
  title: string;
  cells: string[];
}

const marked = (text: string, best: boolean): string => (best ? `${text} *` : text);

/** What differs, in readable form. */
const differences = ({ spec }: Comparison): Line[] =>
  spec
    .filter((field) => field.differs)
    .map(({ path, values }) => ({
      title: path,
      cells: values.map((value) =>
        // No value of a field reads like this.
        value.missing ? t.absent : typedFieldValue(path, value.value),
      ),
    }));

/** Outcomes in readable form, the best marked with a star. */
function outcomes({ runs, metrics, stepsToTarget }: Comparison): Line[] {
  const { metric, target, values } = stepsToTarget;
  const reached = values.filter((value) => value !== null);
  const soonest = reached.length === 0 ? null : Math.min(...reached);
  return [
    { title: t.status, cells: runs.map((run) => statusWords[run.status]) },
    { title: t.steps, cells: runs.map((run) => formatCount(run.step)) },
    { title: t.time, cells: runs.map((run) => formatDuration(run.trainingMs)) },
    {
      title: t.stepsTo({ metric, target }),
      cells: values.map((value) => (value === null ? t.notReached : marked(formatCount(value), value === soonest))),
    },
    ...metrics.map(({ name, values: all, best }) => ({
      title: metricTitle(name),
      cells: all.map((value, index) => marked(formatMetric(name, value), best.includes(index))),
    })),
  ];
}

/** Two aligned tables. */
export function compareAsText(comparison: Comparison): string[] {
  const labels = distinctLabels(comparison.runs).map((label) => ({ title: brief(label, 32), right: true }));
  const draw = (first: string, lines: readonly Line[]): string[] =>
    alignedTable(
      [{ title: first }, ...labels],
      lines.map(({ title, cells }) => [title, ...cells]),
    );
  const differing = differences(comparison);
  return [
    ...(differing.length === 0 ? [t.equal] : draw(t.differences, differing)),
    '',
    ...draw(t.outcome, outcomes(comparison)),
    '',
    t.legend,
  ];
}

const markdownCell = (text: string): string =>
  plain(text)
    .replace(/[\\|`*_<>[\]]/g, '\\$&')
    .replace(/\s+/g, ' ');

/** Two Markdown tables. */
export function compareAsMarkdown(comparison: Comparison): string[] {
  const labels = distinctLabels(comparison.runs).map(markdownCell);
  const draw = (first: string, lines: readonly Line[]): string[] => [
    `| ${[first, ...labels].join(' | ')} |`,
    `| --- |${' ---: |'.repeat(labels.length)}`,
    ...lines.map(({ title, cells }) => `| ${[title, ...cells].map(markdownCell).join(' | ')} |`),
  ];
  return [
    ...draw(t.differences, differences(comparison)),
    '',
    ...draw(t.outcome, outcomes(comparison)),
    '',
    `\\${t.legend}`,
  ];
}

/**
 * One table with exact numbers: columns section (spec, target, metric), name, and one a run, headed by its id. Fields are
 * JSON values, a field that a run lacks is empty; metrics that a run lacks and targets that it missed are empty too.
 */
export function compareAsCsv({ runs, spec, metrics, stepsToTarget }: Comparison): string[] {
  const { metric, target, values } = stepsToTarget;
  const number = (value: number | null): string => (value === null ? '' : String(value));
  const rows: string[][] = [
    ['section', 'name', ...runs.map((run) => run.id)],
    ...spec.map(({ path, values: all }) => [
      ...['spec', path],
      ...all.map((value) => (value.missing ? '' : JSON.stringify(value.value))),
    ]),
    // not for people: a row of a CSV file
    ['target', `steps to ${metric} ${target}`, ...values.map(number)],
    ...metrics.map(({ name, values: all }) => ['metric', name, ...all.map(number)]),
  ];
  return rows.map((cells) => cells.map(csvField).join(','));
}
