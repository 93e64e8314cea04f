/** A study as one HTML file: the question, what was done, the numbers, the answer with its reasons, how to do it again. */
import { formatUtcTime } from '../../../view/time.ts';
import { CURVES } from '../../../../engine/metrics.ts';
import type { MeasureSpec, ReductionSpec, ValueSpec } from '../../../../engine/spec/schema/study.ts';
import type { RunDetail } from '../../../contract/runs.ts';
import type { StudyRow } from '../../../contract/studies.ts';
import type { StudyArmResult, StudyMeasureResult, StudyResult } from '../../../contract/study-results.ts';
import { formatCount, formatNumber, formatP } from '../../../view/numbers.ts';
import type { Figure } from '../../../view/figure.ts';
import { armCurves, armCurvesFigure, runsOfArms } from '../../../view/figures/study/curves.ts';
import { factorHeatFigure } from '../../../view/figures/study/factor-heat.ts';
import { mainEffectsFigure } from '../../../view/figures/study/main-effects.ts';
import { curveAxis } from '../../../view/figures/subject.ts';
import { armsFigure } from '../../../view/figures/study/arms.ts';
import { figureMarkup } from '../figures/draw.ts';
import { subjectsOf } from '../figures/subject.ts';
import { reportHead } from '../html.ts';
import { html, type Markup } from '../markup.ts';
import { methodParagraphs } from '../story.ts';
import { row, table } from '../table.ts';
import type { RunService } from '../../types.ts';

/** What is told of the runs together. */
export interface StudyProvenance {
  /** The program that writes the report. */
  version: string;
  /** One of the runs, for the description of data, network and training; null while there is none. */
  example: RunDetail | null;
  /** Different ones among the runs. */
  kernels: string[];
  versions: string[];
  machines: string[];
  datasets: string[];
  hashes: { cell: string; hash: string }[];
}

/** Draws a figure and gives it its number. */
type Draw = (figure: Figure | null, id: string, numbers?: Markup) => Markup | null;

/** The report in pieces. */
export function* studyReport(
  runs: RunService,
  study: StudyRow,
  result: StudyResult,
  about: StudyProvenance,
): Generator<string> {
  const { title, spec, prediction, note } = study;
  let number = 0;
  const draw: Draw = (figure, id, numbers) => (figure === null ? null : figureMarkup(figure, id, ++number, numbers));
  yield `<!doctype html>\n<html lang="en">\n${reportHead(title).text}\n<body>\n<main>`;
  yield html`<header>
      <h1>${title}</h1>
      <p class="meta">Normscope ${about.version}, report of ${formatUtcTime(Date.now())}</p>
    </header>
    ${spec.question !== '' && html`<p class="lead">${spec.question}</p>`}
    <h2>Answer</h2>
    ${answer(study, result)} ${prediction !== null && html`<p>Expected before: ${prediction}</p>`}
    ${note !== '' && html`<p>Note: ${note}</p>`}
    ${(spec.background !== '' || spec.sources.length > 0) && background(study)}
    <h2>Method</h2>
    ${method(runs, study, result, about.example)}
    <h2>Results</h2>
    ${meanCurves(runs, study, result, draw)}
    ${result.measures.map((measure, index) => measureSection(measure, index, result.plan, draw))}
    ${result.problems.map((problem) => html`<p><b>${problem}</b></p>`)}
    <h2>How to reproduce</h2>
    ${checklist(study, about)}
    ${
      spec.next !== '' &&
      html`<h2>What to try next</h2>
        <p>${spec.next}</p>`
    }`.text;
  yield '</main></body></html>\n';
}

function answer({ progress }: StudyRow, { verdict }: StudyResult): Markup {
  const open = progress.runs - progress.ended;
  const part =
    open > 0 &&
    html`<p>
      ${formatCount(progress.ended)} of ${formatCount(progress.runs)} runs have ended; what is said below is of those.
    </p>`;
  if (verdict === null)
    return html`${part}
      <p>The study has no criterion, so it gives numbers and no verdict.</p>`;
  const [head = '', ...parts] = verdict.text.split('\n');
  return html`${part}
    <p class="lead">${head}</p>
    ${
      parts.length > 0 &&
      html`<ul>
        ${parts.map((line) => html`<li>${line.trim()}</li>`)}
      </ul>`
    }`;
}

const background = ({ spec }: StudyRow): Markup =>
  html`<h2>Background</h2>
    ${paragraphs(spec.background)}
    ${
      spec.sources.length > 0 &&
      html`<ul>
        ${spec.sources.map(({ title, url }) => html`<li>${title}${url !== null && html`, <a href="${url}">${url}</a>`}</li>`)}
      </ul>`
    }`;

const paragraphs = (text: string): Markup[] =>
  text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '')
    .map((part) => html`<p>${part}</p>`);

function method(runs: RunService, { spec }: StudyRow, { plan }: StudyResult, example: RunDetail | null): Markup {
  const count = formatCount(plan.cells.length * plan.seeds.length);
  return html`<p>
      ${formatCount(plan.cells.length)} combinations of levels, each with the seeds ${plan.seeds.join(', ')}: ${count}
      runs.
    </p>
    ${
      plan.factors.length > 0 &&
      table(
        'What was varied.',
        'Factor',
        ['Levels', 'Field'],
        plan.factors.map(({ name, levels, path, reduced }) =>
          row(reduced ? `${name} (makes no arms)` : name, [
            levels.map(({ label }) => label).join(', '),
            path ?? 'several',
          ]),
        ),
      )
    }
    <ul>
      ${spec.measures.map((measure) => html`<li>${measureSentence(measure)}</li>`)}
    </ul>
    <p>
      ${spec.baseline === null ? 'There is no baseline.' : `Every arm is compared with “${spec.baseline}”, seed by seed where both have the same seeds, by Student’s t test; p values are corrected for all comparisons of a measure (Holm).`}
      Diverged runs are counted as the worst and never left out.
    </p>
    ${
      example !== null &&
      html`<p>Of all runs, this is “${example.name}”; the others differ from it in the factors above.</p>
        ${methodParagraphs(subjectsOf(runs, [example])).map((text) => html`<p>${text}</p>`)}`
    }`;
}

function measureSentence({ name, value, relative, better, reduce }: MeasureSpec): string {
  const other =
    relative === null ? '' : `, ${relative.how === 'minus' ? 'minus' : 'divided by'} ${valueText(relative.to)}`;
  const reduced = reduce.map(reductionText).join('; ');
  return `${name}: ${valueText(value)}${other}; ${better} is better.${reduced === '' ? '' : ` ${reduced}.`}`;
}

function valueText({ of, summary }: ValueSpec): string {
  switch (summary.type) {
    case 'last':
      return `the last ${of}`;
    case 'best':
      return `the best ${of}`;
    case 'at':
      return `${of} at step ${formatCount(summary.step)}`;
    case 'at-best-validation':
      return `${of} where the validation loss was smallest`;
    case 'mean-of-last':
      return `the mean of the last ${summary.count} values of ${of}`;
    case 'steps-to':
      return `steps until ${of} reaches ${formatNumber(summary.level)}`;
    case 'area':
      return `the mean of ${of} over the steps`;
    case 'median':
      return `the median of ${of}`;
    default:
      return summary satisfies never;
  }
}

function reductionText(reduction: ReductionSpec): string {
  const { factor } = reduction;
  switch (reduction.type) {
    case 'best':
      return `Each arm at its own best ${factor}`;
    case 'worst':
      return `For each seed the worst ${factor}`;
    case 'spread':
      return `For each seed the largest value over the smallest, over ${factor}`;
    case 'largest-reaching':
      return `For each seed the largest ${factor} that reaches ${formatNumber(reduction.level)}`;
    case 'decades-reaching':
      return `For each seed the decades of ${factor} that reach ${formatNumber(reduction.level)}`;
    default:
      return reduction satisfies never;
  }
}

/** Curves of the arms: of the series that is measured, or of the validation metric. */
function meanCurves(runs: RunService, { spec }: StudyRow, result: StudyResult, draw: Draw): Markup | null {
  const all = runsOfArms(result);
  const recorded = (series: string): Figure | null =>
    armCurvesFigure(
      armCurves(all, (id) => runs.series(id, series)),
      curveAxis(series),
      all.length,
    );
  const known = spec.measures.flatMap(({ value }) => (CURVES.includes(value.of) ? [value.of] : []));
  const figure = [...known, ...CURVES].map(recorded).find((one) => one !== null);
  return draw(figure ?? null, 'figure-curves');
}

function measureSection(measure: StudyMeasureResult, index: number, plan: StudyResult['plan'], draw: Draw): Markup {
  const [first, second] = plan.factors.flatMap(({ levels }, i) => (levels.length > 1 ? [i] : []));
  const compared = measure.arms.filter(({ versus }) => versus !== null);
  return html`<h3>${measure.name}</h3>
    <div class="arms">
      ${table(
        `${measure.name}${measure.unit === '' || measure.name.includes(measure.unit) ? '' : ` (${measure.unit})`}, ${measure.better} is better. Intervals are of the mean, by Student’s t.`,
        'Arm',
        ['N', 'Median', 'Mean', '95 % interval', 'Difference', 'p (Holm)', 'Diverged'],
        measure.arms.map((arm) => row(arm.arm, armCells(arm))),
      )}
    </div>
    ${draw(armsFigure(measure), `figure-arms-${index}`, seedTable(measure))}
    ${draw(mainEffectsFigure(plan, measure), `figure-effects-${index}`)}
    ${
      first !== undefined &&
      second !== undefined &&
      draw(factorHeatFigure(plan, measure, first, second), `figure-heat-${index}`)
    }
    ${
      compared.length > 0 &&
      html`<ul>
        ${compared.map(({ arm, versus }) => html`<li><b>${arm}</b>: ${versus!.text}</li>`)}
      </ul>`
    }`;
}

function armCells({ summary, versus, diverged }: StudyArmResult): string[] {
  const { t } = summary.meanInterval;
  return [
    ...[String(summary.n), number(summary.median), number(summary.mean)],
    t === null ? '–' : `${formatNumber(t.low)} to ${formatNumber(t.high)}`,
    number(versus?.difference ?? null),
    versus?.adjustedP === null || versus === null ? '–' : formatP(versus.adjustedP),
    String(diverged),
  ];
}

const number = (value: number | null): string => (value === null ? '–' : formatNumber(value));

function seedTable({ arms }: StudyMeasureResult): Markup {
  const seeds = [...new Set(arms.flatMap(({ outcomes }) => outcomes.map(({ seed }) => seed)))].sort((a, b) => a - b);
  return table(
    'Every number, and the level that a tuned arm chose.',
    'Arm',
    [...seeds.map((seed) => `Seed ${seed}`), 'Chosen'],
    arms.map(({ arm, outcomes, choices }) =>
      row(arm, [
        ...seeds.map((seed) => number(outcomes.find((one) => one.seed === seed)?.value ?? null)),
        choices
          .map(({ factor, level, edge }) => `${factor} ${level}${edge ? ' (at the edge of the grid)' : ''}`)
          .join(', '),
      ]),
    ),
  );
}

function checklist({ spec }: StudyRow, about: StudyProvenance): Markup {
  const facts: [string, readonly string[]][] = [
    ['Version of Normscope', about.versions],
    ['Machine', about.machines],
    ['Kernels', about.kernels],
    ['Dataset and hash of its contents', about.datasets],
  ];
  return html`<p>
      Save the study below as ${spec.name}.json, then run the command. With the same version, dataset and kernels every
      number comes out the same, bit for bit. Runs that are there already are not repeated.
    </p>
    <pre>normscope study run ${spec.name}.json</pre>
    ${table(
      'What the numbers depend on.',
      'What',
      ['Which'],
      facts.map(([what, which]) => row(what, [which.join('; ') || '–'])),
    )}
    <details>
      <summary>Hash of the specification of each combination, without its seed</summary>
      ${table(
        'Two runs are of one combination exactly if these are equal.',
        'Combination',
        ['SHA-256'],
        about.hashes.map(({ cell, hash }) => row(cell, [html`<span class="hash">${hash}</span>`])),
      )}
    </details>
    <details>
      <summary>${spec.name}.json</summary>
      <pre>${JSON.stringify(spec, null, 2)}</pre>
    </details>`;
}
