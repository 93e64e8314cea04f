/** The part of a report on what was measured inside the networks: for each probe its text, figures, facts and numbers. */
import { probeMetricName } from '../../../../engine/metrics.ts';
import type { ProbeType } from '../../../../engine/spec/schema.ts';
import { formatMetric } from '../../../view/metrics.ts';
import type { ProbeRow } from '../../../contract/probes.ts';
import type { ProbeReader } from '../../types.ts';
import { keyNumbers } from '../../probe-summary.ts';
import { formatCount, formatNumber } from '../../../view/numbers.ts';
import { formatDuration } from '../../../view/units.ts';
import type { Figure } from '../../../view/figure.ts';
import { probeFigures } from '../../../view/figures/probes/all.ts';
import type { Measured as FigureInput } from '../../../view/figures/probes/measured.ts';
import type { Subject } from '../figures/subject.ts';
import { html } from '../markup.ts';
import type { Content, Markup } from '../markup.ts';
import { row, runLabel, table } from '../table.ts';
import { probeGroups, type Measured, type ProbeGroup } from './groups.ts';
import { PROBE_TEXTS } from './texts.ts';

/** In pieces; nothing where nothing was measured. `draw` makes a figure of the page and gives it its number. */
export function* probesSection(
  probes: ProbeReader,
  subjects: readonly Subject[],
  draw: (figure: Figure, id: string) => Markup,
): Generator<Markup> {
  const groups = probeGroups(probes, subjects);
  if (groups.length === 0) return;
  yield html`<h2>Probes</h2>
    <p>
      What was measured inside the ${subjects.length === 1 ? 'network' : 'networks'}, each at the last step at which the
      probe was taken.
    </p>`;
  for (const [index, group] of groups.entries()) {
    const { title, text } = PROBE_TEXTS[group.type];
    yield html`<h3>${title}${group.special !== '' && ` (${group.special})`}</h3>
      <p>${text}</p>
      ${group.common !== '' && html`<p class="note">Options: ${group.common}</p>`}
      ${group.problems.map(({ subject, problem }) => html`<p class="note">${runLabel(subject)}: ${problem}</p>`)}`;
    if (group.measured.length === 0) continue;
    for (const figure of probeFigures(measuredOf(group))) yield draw(figure, `figure-probe-${index}-${figure.key}`);
    yield html`${factsTable(group.measured, title)}
      <details>
        <summary>All numbers of the probe</summary>
        ${numbersTable(group.measured)}
      </details>`;
  }
}

/** The runs of a group as figures see them. */
const measuredOf = ({ measured }: ProbeGroup): FigureInput[] =>
  measured.map(({ subject: { label, style, run }, record, array }) => ({
    ...{ label, style, record, array: (name) => array(name)?.data },
    layers: run.layers.map(({ name }) => name),
  }));

/** How it was measured, and the key numbers. */
function factsTable(measured: readonly Measured[], title: string): Markup {
  const fact = (name: string, say: (record: ProbeRow, steps: number[]) => Content): Markup =>
    row(
      name,
      measured.map(({ record, steps }) => say(record, steps)),
    );
  const keys = measured.map(({ record }) => new Map(keyNumbers(record).map((one) => [one.quantity, one])));
  const quantities = [...new Set(keys.flatMap((one) => [...one.keys()]))];
  return table(
    `${title}: key numbers (over the layers, smallest to largest) and how they were measured`,
    'Quantity',
    measured.map(({ subject }) => runLabel(subject)),
    [
      ...quantities.map((quantity) =>
        row(
          quantity,
          keys.map((one) => {
            const found = one.get(quantity);
            if (found === undefined) return '–';
            const [low, high] = [found.low, found.high].map((value) =>
              keyText(measured[0]!.record.probe.type, quantity, value),
            );
            return low === high ? low : `${low} to ${high}`;
          }),
        ),
      ),
      fact('Step', ({ step }) => formatCount(step)),
      fact('Measured at steps', (_, steps) => stepsText(steps)),
      fact('Samples', ({ samples, part }) => `${formatCount(samples)}, ${part} split`),
      fact('Statistics', ({ statistics }) => statistics.join(', ')),
      fact('Precision', ({ precision }) => precision),
      fact('Kernels', ({ kernels }) => kernels),
      fact('Time it took', ({ milliseconds }) => formatDuration(milliseconds)),
    ],
  );
}

/** Numbers that are 1 for yes and 0 for no. */
const YES_OR_NO = ['stuck', 'batch/converged', 'running/converged'];

const keyText = (type: ProbeType, quantity: string, value: number): string => {
  if (YES_OR_NO.includes(quantity) && Number.isFinite(value)) return value === 1 ? 'yes' : 'no';
  return formatMetric(probeMetricName(type, quantity), value);
};

const FEW_STEPS = 6;

const stepsText = (steps: readonly number[]): string =>
  steps.length <= FEW_STEPS
    ? steps.map(formatCount).join(', ')
    : `${formatCount(steps.length)} from ${formatCount(steps[0]!)} to ${formatCount(steps.at(-1)!)}`;

/** Rows of the table of all numbers: deep networks have thousands. */
const MOST_ROWS = 200;

function numbersTable(measured: readonly Measured[]): Markup {
  const names = [...new Set(measured.flatMap(({ record }) => Object.keys(record.numbers)))];
  const rows = names.slice(0, MOST_ROWS).map((name) =>
    row(
      name,
      measured.map(({ record }) => {
        const value = record.numbers[name];
        return value === undefined ? '–' : formatNumber(value);
      }),
    ),
  );
  const caption =
    names.length <= MOST_ROWS
      ? 'All numbers at the last step'
      : `${formatCount(MOST_ROWS)} of ${formatCount(names.length)} numbers at the last step; the exports as JSON and CSV hold all`;
  return table(
    caption,
    'Number',
    measured.map(({ subject }) => runLabel(subject)),
    rows,
  );
}
