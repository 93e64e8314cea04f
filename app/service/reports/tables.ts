/** The tables of a report: summary, differences, full specification, numbers behind a figure. */
import { compareMetrics } from '../compare.ts';
import type { Comparison, DiffValue, RunRow } from '../types.ts';
import type { NumberColumn, Subject } from './figures/subject.ts';
import {
  formatCount,
  formatDuration,
  formatMetric,
  formatNumber,
  formatShare,
  formatSpecValue,
  formatTime,
  isShare,
  metricTitle,
} from './format.ts';
import { html } from './markup.ts';
import type { Content, Markup } from './markup.ts';
import { marker } from './svg/panel.ts';

/** A run's label with its line and marker, as in the legends. */
export const runLabel = ({ label, style }: Pick<Subject, 'label' | 'style'>): Markup =>
  html`<svg class="key" viewBox="0 -7 30 14" width="30" height="14" aria-hidden="true">
      <path
        d="M1,0H29"
        class="s${style.color}"
        stroke="${style.ink}"
        stroke-width="1.8"
        stroke-dasharray="${style.dash === '' ? 'none' : style.dash}"
      />
      ${marker(15, 0, style)}
    </svg>
    ${label}`;

const tableOf = (caption: Content, columns: readonly Content[], rows: readonly Markup[], first = 'Quantity'): Markup =>
  html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">${first}</th>
          ${columns.map((column) => html`<th scope="col" class="number">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;

const row = (title: Content, cells: readonly Content[]): Markup =>
  html`<tr>
    <th scope="row">${title}</th>
    ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
  </tr>`;

/** How a run stands, in a word and, where there is one, with its reason. */
const statusText = ({ status, reason }: Pick<RunRow, 'status' | 'reason'>): Content =>
  reason === '' || status === 'completed' ? status : html`${status}<br /><span class="note">${reason}</span>`;

/** The value of a target in words: `85.00 %`. */
export const targetText = (metric: string, target: number): string =>
  isShare(metric) ? formatShare(target) : formatNumber(target);

/** Status, effort, steps to the target and all final metrics, a column a run; the best of several is marked. */
export function summaryTable(subjects: readonly Subject[], toTarget: Comparison['stepsToTarget']): Markup {
  const runs = subjects.map((subject) => subject.run);
  const compared = runs.length > 1;
  const reached = toTarget.values.filter((value) => value !== null);
  const soonest = compared && reached.length > 0 ? Math.min(...reached) : null;
  const mark = (text: string, best: boolean): Content =>
    best ? html`<strong>${text}</strong> <span class="best">best</span>` : text;
  const metrics = compareMetrics(runs).map(({ name, values, best }) =>
    row(
      html`${metricTitle(name)}${metricTitle(name) !== name && html` <code>${name}</code>`}`,
      values.map((value, index) => mark(formatMetric(name, value), compared && best.includes(index))),
    ),
  );
  const goal = `Steps to ${metricTitle(toTarget.metric).toLowerCase()} ${targetText(toTarget.metric, toTarget.target)}`;
  return tableOf(
    compared ? 'Outcome of each run; the best values are marked' : 'Outcome of the run',
    subjects.map(runLabel),
    [
      row('Status', runs.map(statusText)),
      row(
        'Seed',
        runs.map((run) => String(run.spec.seed)),
      ),
      row(
        'Steps done',
        runs.map((run) => formatCount(run.step)),
      ),
      row(
        'Training time',
        runs.map((run) => formatDuration(run.trainingMs)),
      ),
      row(
        'Learned numbers',
        runs.map((run) => (run.parameters === null ? '–' : formatCount(run.parameters))),
      ),
      row(
        goal,
        toTarget.values.map((v) => (v === null ? 'not reached' : mark(formatCount(v), v === soonest))),
      ),
      ...metrics,
    ],
  );
}

/** A field's value; a field that the run's variant does not have says so. */
export const diffText = (path: string, value: DiffValue): Content =>
  value.missing ? html`<span class="note">not a field of this run</span>` : formatSpecValue(path, value.value);

/** The fields in which runs differ, or a sentence that there are none. */
export function differenceTable(subjects: readonly Subject[], spec: Comparison['spec']): Markup {
  const differing = spec.filter((field) => field.differs);
  if (differing.length === 0)
    return html`<p>
      The specifications are equal in every field but the name: what differs in the results is chance.
    </p>`;
  return tableOf(
    `${formatCount(differing.length)} of ${formatCount(spec.length)} fields differ`,
    subjects.map(runLabel),
    differing.map(({ path, values }) =>
      row(
        html`<code>${path}</code>`,
        values.map((value) => diffText(path, value)),
      ),
    ),
    'Field',
  );
}

/** Every field of every run. */
export const specTable = (subjects: readonly Subject[], spec: Comparison['spec']): Markup =>
  tableOf(
    'Every field of the specification',
    subjects.map(runLabel),
    spec.map(({ path, values }) =>
      row(
        html`<code>${path}</code>`,
        values.map((value) => diffText(path, value)),
      ),
    ),
    'Field',
  );

const TABLE_ROWS = 16;

/** About sixteen evenly spaced stored points of each column, the last one always. */
export function numbersTable(columns: readonly NumberColumn[]): Markup {
  const longest = columns.reduce((a, b) => (b.points.steps.length > a.points.steps.length ? b : a));
  const coarsest = columns.reduce((a, b) => (b.points.steps.length < a.points.steps.length ? b : a));
  const grid = coarsest.points.steps.length >= TABLE_ROWS ? coarsest.points.steps : longest.points.steps;
  const every = Math.max(1, Math.ceil(grid.length / TABLE_ROWS));
  const steps = grid.filter((_, index) => (grid.length - 1 - index) % every === 0);
  const positions = columns.map(({ points }) => new Map(Array.from(points.steps, (step, index) => [step, index])));
  const cell = (column: NumberColumn, index: number, step: number): Content => {
    const position = positions[index]!.get(step);
    return position === undefined ? '–' : column.format(column.points.values[position]!);
  };
  return tableOf(
    steps.length === grid.length ? 'All stored points' : `Stored values at ${steps.length} of ${grid.length} steps`,
    columns.map(({ title }) => title),
    Array.from(steps, (step) =>
      row(
        formatCount(step),
        columns.map((column, index) => cell(column, index, step)),
      ),
    ),
    'Step',
  );
}

/** Facts that make a run repeatable: data, machine, versions, timings. */
export function methodsTable(subjects: readonly Subject[]): Markup {
  const runs = subjects.map((subject) => subject.run);
  const hash = (text: string): Markup => html`<code class="hash">${text}</code>`;
  return tableOf(
    'Where the numbers come from',
    subjects.map(runLabel),
    [
      row(
        'Dataset',
        runs.map((run) => run.dataset.name),
      ),
      row(
        'Hash of its contents (SHA-256)',
        runs.map((run) => hash(run.dataset.hash)),
      ),
      row(
        'Samples: training, validation, test',
        runs.map(({ samples }) => samplesText(samples)),
      ),
      row(
        'Features without variance',
        runs.map(({ scaling }) => scaling?.zeroVariance ?? '–'),
      ),
      row(
        'Kernels',
        runs.map((run) => run.kernels ?? '–'),
      ),
      row(
        'Normscope',
        runs.map((run) => run.versions.normscope),
      ),
      row(
        'Node',
        runs.map((run) => run.versions.node),
      ),
      row(
        'Machine',
        runs.map(({ machine }) => `${machine.cpu}, ${machine.cores} cores, ${machine.platform} ${machine.arch}`),
      ),
      row(
        'Started',
        runs.map(({ startedAt }) => (startedAt === null ? '–' : formatTime(startedAt))),
      ),
      row(
        'Ended',
        runs.map(({ endedAt }) => (endedAt === null ? '–' : formatTime(endedAt))),
      ),
      row(
        'Time a step',
        runs.map((run) => (run.step === 0 ? '–' : perStep(run.trainingMs / run.step))),
      ),
      row(
        'Hash of the specification',
        runs.map((run) => hash(run.specHash)),
      ),
      row(
        'Run',
        runs.map((run) => hash(run.id)),
      ),
    ],
    'Fact',
  );
}

const samplesText = (samples: Subject['run']['samples']): string =>
  samples === null ? '–' : [samples.train, samples.validation, samples.test].map(formatCount).join(', ');

/** Milliseconds with their fractions: a step of a small network takes less than one. */
const perStep = (milliseconds: number): string => `${formatNumber(milliseconds)}\u00a0ms`;
