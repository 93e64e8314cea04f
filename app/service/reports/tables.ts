/** What stands in the tables of a report: outcome, differences, full specification, methods, numbers behind a figure. */
import { statusWords } from '../../view/statuses.ts';
import { formatMetric, metricTitle } from '../../view/metrics.ts';
import { compareMetrics } from '../compare.ts';
import type { Comparison, DiffValue } from '../../contract/compare.ts';
import type { RunDetail } from '../../contract/runs.ts';
import type { SeriesPoints } from '../../contract/series.ts';
import { formatCount } from '../../view/numbers.ts';
import { typedFieldValue } from '../../view/spec-values.ts';
import { formatUtcTime } from '../../view/time.ts';
import { formatDuration } from '../../view/units.ts';
import type { Subject } from './figures/subject.ts';
import { lowerBound } from '../../view/points.ts';
import { html } from './markup.ts';
import type { Content, Markup } from './markup.ts';
import { pathCode, row, runLabel, table } from './table.ts';

/** A row with what `say` has to tell about each run. */
const facts = (subjects: readonly Subject[], title: string, say: (run: RunDetail) => Content): Markup =>
  row(
    title,
    subjects.map((subject) => say(subject.run)),
  );

const orDash = <T>(value: T | null, say: (value: T) => Content): Content => (value === null ? '–' : say(value));

/** Status, effort, steps to the target and all final metrics, a column a run; the best of several is marked. */
export function outcomeTable(
  subjects: readonly Subject[],
  { metric, target, values }: Comparison['stepsToTarget'],
): Markup {
  const compared = subjects.length > 1;
  const mark = (text: string, best: boolean): Content =>
    compared && best ? html`<span class="best">best</span> <strong>${text}</strong>` : text;
  const reached = values.filter((value) => value !== null);
  const soonest = Math.min(...reached);
  const metrics = compareMetrics(subjects.map(({ run }) => run)).map(({ name, values: all, best }) =>
    row(
      metricTitle(name),
      all.map((value, index) => mark(formatMetric(name, value), best.includes(index))),
    ),
  );
  const goal = `Steps to ${metricTitle(metric).toLowerCase()} ${formatMetric(metric, target)}`;
  return table(
    compared ? 'At the end of each run; the best values are marked' : 'At the end of the run',
    'Quantity',
    subjects.map(runLabel),
    [
      facts(subjects, 'Status', ({ status }) => statusWords[status]),
      facts(subjects, 'Seed', ({ spec }) => String(spec.seed)),
      facts(subjects, 'Steps done', ({ step }) => formatCount(step)),
      facts(subjects, 'Training time', ({ trainingMs }) => formatDuration(trainingMs)),
      facts(subjects, 'Learned numbers', ({ parameters }) => orDash(parameters, formatCount)),
      row(
        goal,
        values.map((steps) => (steps === null ? 'not reached' : mark(formatCount(steps), steps === soonest))),
      ),
      ...metrics,
    ],
  );
}

const specRows = (fields: Comparison['spec']): Markup[] =>
  fields.map(({ path, values }) =>
    row(
      pathCode(path),
      values.map((value) => diffText(path, value)),
    ),
  );

/** A field's value; one that the run's variant does not have is told apart from every value. */
const diffText = (path: string, value: DiffValue): Content =>
  value.missing ? html`<em class="note">absent</em>` : typedFieldValue(path, value.value);

/** The fields in which runs differ, or a sentence that there are none. */
export function differenceTable(subjects: readonly Subject[], spec: Comparison['spec']): Markup {
  const differing = spec.filter((field) => field.differs);
  if (differing.length === 0)
    return html`<p>The specifications are equal in every field but the name: these runs are the same experiment.</p>`;
  const caption = `${formatCount(differing.length)} of ${formatCount(spec.length)} fields differ`;
  return table(caption, 'Field', subjects.map(runLabel), specRows(differing));
}

/** Every field of every run. */
export const specTable = (subjects: readonly Subject[], spec: Comparison['spec']): Markup =>
  table('Every field of the specification', 'Field', subjects.map(runLabel), specRows(spec));

/** A column of the table that stands for a figure of curves. */
export interface NumberColumn {
  title: string;
  points: SeriesPoints;
  /** As a person reads it. */
  format(value: number): string;
}

const TABLE_ROWS = 16;

/** The steps that a table shows: all where they are few, otherwise about sixteen of the coarsest column that has as many. */
function chosenSteps(columns: readonly NumberColumn[]): { steps: readonly number[]; of: number } {
  const bySize = columns.map(({ points }) => points.steps).sort((a, b) => a.length - b.length);
  const all = [...new Set(bySize.flatMap((steps) => [...steps.slice(0, 2 * TABLE_ROWS)]))].sort((a, b) => a - b);
  if (all.length <= TABLE_ROWS) return { steps: all, of: all.length };
  // Steps at which the coarsest column has a value are steps of the finer ones too, as a rule.
  const grid = bySize.find((steps) => steps.length >= TABLE_ROWS) ?? bySize.at(-1) ?? new Float64Array(0);
  const every = Math.max(1, Math.ceil(grid.length / TABLE_ROWS));
  const rows = Math.ceil(grid.length / every);
  return {
    steps: Array.from({ length: rows }, (_, i) => grid[grid.length - 1 - (rows - 1 - i) * every]!),
    of: grid.length,
  };
}

/** The value of a series at a step, or undefined; steps grow. */
function valueAt({ steps, values }: SeriesPoints, step: number): number | undefined {
  const at = lowerBound(steps, step);
  return steps[at] === step ? values[at] : undefined;
}

/** Stored points of each column at evenly spaced steps, the last one always. */
export function numbersTable(columns: readonly NumberColumn[]): Markup {
  const { steps, of } = chosenSteps(columns);
  const cell = ({ points, format }: NumberColumn, step: number): Content => {
    const value = valueAt(points, step);
    return value === undefined ? '–' : format(value);
  };
  return table(
    steps.length === of ? 'Stored values' : `Stored values at ${steps.length} of ${formatCount(of)} steps`,
    'Step',
    columns.map(({ title }) => title),
    steps.map((step) =>
      row(
        formatCount(step),
        columns.map((column) => cell(column, step)),
      ),
    ),
  );
}

const hash = (text: string): Markup => html`<code class="hash">${text}</code>`;

/** Facts that make a run repeatable: data, machine, versions, timings. */
export function methodsTable(subjects: readonly Subject[]): Markup {
  const fact = (title: string, say: (run: RunDetail) => Content): Markup => facts(subjects, title, say);
  return table('Where the numbers come from', 'Fact', subjects.map(runLabel), [
    fact('Dataset', ({ dataset }) => dataset.name),
    fact('SHA-256 of its contents', ({ dataset }) => hash(dataset.hash)),
    fact('Samples: training, validation, test', ({ samples }) =>
      orDash(samples, (s) => [s.train, s.validation, s.test].map(formatCount).join(' / ')),
    ),
    fact('Features without variance', ({ scaling }) =>
      orDash(scaling, ({ zeroVariance }) => formatCount(zeroVariance)),
    ),
    fact('Kernels', ({ kernels }) => kernels ?? '–'),
    fact('Versions', ({ versions }) => `Normscope ${versions.normscope}, Node ${versions.node}`),
    fact('Machine', ({ machine }) => `${machine.cpu}, ${machine.cores} cores, ${machine.platform} ${machine.arch}`),
    fact('Started', ({ startedAt }) => orDash(startedAt, formatUtcTime)),
    fact('Ended', ({ endedAt }) => orDash(endedAt, formatUtcTime)),
    fact('Time a step', (run) => (run.step === 0 ? '–' : formatDuration(run.trainingMs / run.step))),
    fact('SHA-256 of the specification', ({ specHash }) => hash(specHash)),
    fact('Run', ({ id }) => hash(id)),
  ]);
}
