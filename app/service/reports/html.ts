/** A report as one HTML file that asks nothing of any other place: a short paper on one run or on several. */
import { createHash } from 'node:crypto';
import { PREACTIVATION_PERCENTS, metricOf, preactivationName, scoreName } from '../../../engine/metrics.ts';
import { stepsToTarget } from '../compare.ts';
import { diffSpecs } from '../diff.ts';
import { probesSection } from './probes/section.ts';
import type { RunDetail } from '../../contract/runs.ts';
import type { RunService } from '../types.ts';
import type { Sources } from './sources.ts';
import type { Figure } from '../../view/figure.ts';
import { curvesFigure } from '../../view/figures/curves.ts';
import { gapFigure } from '../../view/figures/gap.ts';
import { normsFigure } from '../../view/figures/norms.ts';
import { percentilesFigure, type LayerPercentiles } from '../../view/figures/percentiles.ts';
import { smoothingFor } from '../../view/smooth.ts';
import { styleAt } from '../../view/styles.ts';
import { figureMarkup } from './figures/draw.ts';
import { finalNorms, normsTable } from './figures/norms.ts';
import { subjectsOf } from './figures/subject.ts';
import { formatCount } from '../../view/numbers.ts';
import { formatUtcTime } from '../../view/time.ts';
import type { Subject } from './figures/subject.ts';
import { html, Markup } from './markup.ts';
import { methodParagraphs, runSentence, targetSentence } from './story.ts';
import { STYLE } from './style.ts';
import { runLabel } from './table.ts';
import { differenceTable, methodsTable, outcomeTable, specTable } from './tables.ts';

/** Nothing may be loaded from anywhere, and no style but the one below applies, whatever a run is called. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** The report in pieces: head, text and tables, one figure after the other, methods. */
export function* htmlReport(
  { runs, probes }: Sources,
  details: readonly RunDetail[],
  version: string,
): Generator<string> {
  const subjects = subjectsOf(runs, details);
  const compared = subjects.length > 1;
  const toTarget = stepsToTarget(runs, details);
  const spec = diffSpecs(details.map((run) => run.spec));
  const title = compared ? `Comparison of ${formatCount(subjects.length)} runs` : details[0]!.name;

  yield `<!doctype html>\n<html lang="en">\n${reportHead(title).text}\n<body>\n<main>`;
  yield html`<header>
      <h1>${title}</h1>
      <p class="meta">Normscope ${version}, report of ${formatUtcTime(Date.now())}</p>
    </header>
    <p class="lead">${compared ? targetSentence(subjects, toTarget) : runSentence(subjects[0]!)}</p>
    ${
      compared
        ? html`<ul>
            ${subjects.map((subject) => html`<li>${runSentence(subject)}</li>`)}
          </ul>`
        : html`<p>${targetSentence(subjects, toTarget)}</p>`
    }
    ${notes(subjects)} ${troubles(runs, subjects)}
    <h2>Outcome</h2>
    ${outcomeTable(subjects, toTarget)}
    ${
      compared &&
      html`<h2>What differs</h2>
        ${differenceTable(subjects, spec)}`
    }
    <h2>Figures</h2>`.text;

  let number = 0;
  for (const [figure, id, numbers] of figures(runs, subjects, toTarget))
    yield figureMarkup(figure, id, ++number, numbers).text;
  if (number === 0) yield html`<p>Nothing has been recorded yet.</p>`.text;
  for (const piece of probesSection(probes, subjects, (figure, id) => figureMarkup(figure, id, ++number)))
    yield piece.text;

  yield html`<h2>Methods</h2>
    ${methodParagraphs(subjects).map((text) => html`<p>${text}</p>`)} ${methodsTable(subjects)}
    <h2>How to reproduce</h2>
    ${reproduction(subjects)}
    <h2>Specification</h2>
    ${
      compared
        ? html`<details>
            <summary>Every field of every run</summary>
            ${specTable(subjects, spec)}
          </details>`
        : specTable(subjects, spec)
    }`.text;
  yield '</main></body></html>\n';
}

/** The head of a document, which may load nothing. */
export const reportHead = (title: string): Markup =>
  html`<head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="generator" content="Normscope" />
    <title>${title}</title>
    ${new Markup(`<style>${STYLE}</style>`)}
  </head>`;

/** The figures of the runs, with their ids and, where it is not the numbers drawn, their table. */
function* figures(
  runs: RunService,
  subjects: readonly Subject[],
  { metric, target }: { metric: string; target: number },
): Generator<[figure: Figure, id: string, numbers?: Markup]> {
  const tau = smoothingFor(Math.max(...subjects.map(({ run }) => run.spec.training.steps)));
  for (const measure of ['loss', 'accuracy'] as const) {
    const goal = metric === scoreName({ split: 'validation', measure }) ? target : undefined;
    const figure = curvesFigure(subjects, measure, { tau, target: goal });
    if (figure !== null) yield [figure, `figure-${measure}`];
  }
  const gap = gapFigure(subjects, subjects.every(hasAccuracy) ? 'accuracy' : 'loss');
  if (gap !== null) yield [gap, 'figure-gap'];
  for (const [index, subject] of subjects.entries()) {
    const layers = finalNorms(runs, subject.run);
    const norms = normsFigure(layers, subject);
    if (norms !== null) yield [norms, `figure-norm-${index}`, normsTable(layers)];
    const percentiles = percentilesFigure(percentilesOf(subject), subjects.length === 1 ? styleAt(0) : subject.style);
    if (percentiles === null) continue;
    const title = subjects.length === 1 ? percentiles.title : `${subject.label}: ${percentiles.title.toLowerCase()}`;
    yield [{ ...percentiles, title }, `figure-percentiles-${index}`];
  }
}

const hasAccuracy = ({ series }: Subject): boolean => series('validation.accuracy').steps.length > 0;

/** The layers of which percentiles were recorded. */
const percentilesOf = ({ run, series }: Subject): LayerPercentiles[] =>
  run.series.flatMap(({ name }) => {
    const { percentile } = metricOf(name);
    if (percentile?.percent !== 50) return [];
    const { layer } = percentile;
    const [p15, p50, p85] = PREACTIVATION_PERCENTS.map((percent) => series(preactivationName(layer, percent)));
    return [{ layer, p15: p15!, p50: p50!, p85: p85! }];
  });

const notes = (subjects: readonly Subject[]): Markup[] =>
  subjects
    .filter(({ run }) => run.note !== '')
    .map((subject) => html`<p>Note on ${runLabel(subject)}: ${subject.run.note}</p>`);

/** What the stored numbers say went wrong; nothing where all is well. */
function troubles(runs: RunService, subjects: readonly Subject[]): Markup[] {
  const found = subjects.flatMap((subject) =>
    runs.diagnose(subject.run.id).findings.map(({ text, remedy }) => {
      const whose = subjects.length > 1 ? html`<b>${runLabel(subject)}:</b> ` : '';
      return html`<li>${whose}${text} ${remedy}</li>`;
    }),
  );
  if (found.length === 0) return [];
  return [
    html`<h2>What went wrong</h2>
      <ul>
        ${found}
      </ul>`,
  ];
}

/** File names that a shell takes as they are. */
const specFile = (index: number, all: number): string => (all === 1 ? 'spec.json' : `spec-${index + 1}.json`);

function reproduction(subjects: readonly Subject[]): Markup {
  const commands = subjects.map(
    ({ run }, index) => `normscope run ${specFile(index, subjects.length)} --seed ${run.spec.seed}`,
  );
  const kernels = [...new Set(subjects.map(({ run }) => run.kernels ?? 'unknown'))].join(', ');
  return html`<p>
      Save each specification below under the name given, then run the command. With the same version, dataset (compare
      the hash) and kernels (${kernels}), every number comes out the same, bit for bit.
    </p>
    <pre>${commands.join('\n')}</pre>
    ${subjects.map(
      (subject, index) =>
        html`<details>
          <summary>${specFile(index, subjects.length)}: ${subject.label}</summary>
          <pre>${JSON.stringify(subject.run.spec, null, 2)}</pre>
        </details>`,
    )}`;
}
