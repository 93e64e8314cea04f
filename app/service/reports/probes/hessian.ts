/** Figures of the probe of the Hessian: eigenvalues by rank, and the density of all of them, for each kind of statistics. */
import { formatNumber } from '../../../view/numbers.ts';
import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { runLegend } from '../figures/curves.ts';
import type { ReportFigure } from '../figures/subject.ts';
import { drawFigure } from '../svg/figure.ts';
import type { Mark } from '../svg/panel.ts';
import { extent, linearScale, logScale, scaleFor } from '../svg/scale.ts';
import { row, runLabel, table } from '../table.ts';
import { panelTitle } from './activations.ts';
import { layerScale } from './by-layer.ts';
import type { Measured } from './groups.ts';

const MODES = ['batch', 'running'] as const;
type Mode = (typeof MODES)[number];
/** Densities below this share of the largest are drawn there: they are nothing but the tails of the smoothing. */
const LEAST_DENSITY = 1e-6;

export const hessianFigures = (measured: readonly Measured[], id: string): (ReportFigure | null)[] => [
  eigenvalueFigure(measured, `${id}-eigenvalues`),
  densityFigure(measured, `${id}-density`),
];

/** What the runs have of an array, by the statistics. */
const found = (measured: readonly Measured[], name: string) =>
  MODES.map((mode) => ({
    mode,
    lists: measured.flatMap((one) => {
      const array = one.array(`${mode}/${name}`);
      return array === undefined ? [] : [{ one, values: array.data }];
    }),
  })).filter(({ lists }) => lists.length > 0);

const axisTitle = (mode: Mode): string => `${mode === 'batch' ? 'Batch' : 'Running'} statistics`;

/** Eigenvalues in the table of the figure. */
const SHOWN = 20;

function eigenvalueFigure(measured: readonly Measured[], id: string): ReportFigure | null {
  const modes = found(measured, 'eigenvalues');
  if (modes.length === 0) return null;
  const all = modes.flatMap(({ lists }) => lists.map(({ values }) => values));
  const x = { scale: layerScale(Math.max(1, ...all.map(({ length }) => length))), title: 'Rank' };
  const scale = scaleFor(all);
  const drawn = drawFigure({
    ...{ id, title: 'Largest eigenvalues of the Hessian', columns: 2, plotHeight: 180 },
    description: 'Eigenvalues from the largest down.',
    legend: runLegend(measured.map(({ subject }) => subject)),
    panels: modes.map(({ mode, lists }) => ({
      ...{ title: axisTitle(mode), x, y: { scale } },
      marks: lists.map(({ one, values }): Mark => ({
        ...{ kind: 'line', x: values.map((_, i) => i + 1), y: values, style: one.subject.style, look: 'main' },
      })),
    })),
  });
  const rows = modes.flatMap(({ mode, lists }) =>
    Array.from({ length: Math.min(SHOWN, Math.max(...lists.map(({ values }) => values.length))) }, (_, i) =>
      row(
        `λ${i + 1}, ${mode} statistics`,
        measured.map((one) => {
          const value = lists.find((list) => list.one === one)?.values[i];
          return value === undefined ? '–' : formatNumber(value);
        }),
      ),
    ),
  );
  return {
    ...{ svg: drawn.svg, drawn: drawn.drawn, total: drawn.total },
    caption: 'Eigenvalues by rank, from the largest down; of small networks all of them.',
    table: { rows: 'channel', markup: table('Largest eigenvalues', 'Eigenvalue', labels(measured), rows) },
  };
}

const labels = (measured: readonly Measured[]): Markup[] => measured.map(({ subject }) => runLabel(subject));

/** A row of panels a run, so that the peaks of one do not hide those of another; all with the same axes. */
function densityFigure(measured: readonly Measured[], id: string): ReportFigure | null {
  const curves = measured.flatMap((one) =>
    MODES.flatMap((mode) => {
      const [grid, density] = [one.array(`${mode}/grid`)?.data, one.array(`${mode}/density`)?.data];
      return grid === undefined || density === undefined ? [] : [{ one, mode, grid, density }];
    }),
  );
  const [across, up] = [extent(curves.map(({ grid }) => grid)), extent(curves.map(({ density }) => density))];
  if (across === null || up === null || up.high <= 0) return null;
  const x = { scale: linearScale(across, 5, true), title: 'Eigenvalue' };
  const scale = logScale({ low: up.high * LEAST_DENSITY, high: up.high });
  const drawn = drawFigure({
    ...{ id, title: 'Density of all eigenvalues', legend: [], columns: 2, plotHeight: 130 },
    description: 'Smoothed share of eigenvalues at each value.',
    panels: curves.map(({ one: { subject }, mode, grid, density }) => ({
      title: `${measured.length === 1 ? '' : `${panelTitle(subject.label)}: `}${mode} statistics`,
      ...{ x, y: { scale } },
      marks: [
        {
          ...{ kind: 'line', x: grid, style: subject.style, look: 'edge' },
          y: density.map((value) => (value < scale.low ? scale.low : value)),
        },
      ],
    })),
  });
  const rows = curves.map(({ one, mode, grid, density }) => {
    const at = density.indexOf(density.reduce((most, value) => Math.max(most, value), 0));
    const cells = [grid[0]!, grid.at(-1)!, grid[at] ?? NaN].map((value) => formatNumber(value));
    return row(html`${runLabel(one.subject)}, ${mode} statistics`, cells);
  });
  return {
    ...{ svg: drawn.svg, drawn: drawn.drawn, total: drawn.total },
    caption:
      'Share of all eigenvalues at each value, by stochastic Lanczos quadrature, each smoothed to a narrow peak.',
    table: {
      rows: 'channel',
      markup: table('The spectrum', 'Run and statistics', ['From', 'To', 'Densest at'], rows),
    },
  };
}
