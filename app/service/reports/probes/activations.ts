/** Figures of the probe of activations: percentiles and distributions of what enters each layer, and what the layers make of it. */
import { formatCount, formatNumber } from '../../../view/numbers.ts';
import type { ReportFigure } from '../figures/subject.ts';
import { row, runLabel, table } from '../table.ts';
import { drawFigure } from '../svg/figure.ts';
import { styleAt } from '../../../view/styles.ts';
import { scaleFor } from '../svg/scale.ts';
import { layerFigure, layerScale, layerValues } from './by-layer.ts';
import type { Measured } from './groups.ts';
import { histogramFigure } from './histograms.ts';

const PERCENTILES = ['p1', 'p15', 'p50', 'p85', 'p99'] as const;

export const activationFigures = (measured: readonly Measured[], id: string): (ReportFigure | null)[] => [
  bandFigure(measured, `${id}-percentiles`),
  histogramFigure(measured, `${id}-histograms`),
  layerFigure(measured, {
    ...{ id: `${id}-layers`, title: 'What activations pass on' },
    caption:
      'Mean slope as a share of the largest, share of dead units (rectifiers) or saturated outputs (tanh, logistic), ' +
      'effective rank and mean cosine of the outputs of different samples.',
    panels: [
      { quantity: 'slope', title: 'Mean slope', share: true },
      { quantity: 'dead', title: 'Share of dead units', share: true },
      { quantity: 'saturation', title: 'Share of saturated outputs', share: true },
      { quantity: 'rank', title: 'Effective rank' },
      { quantity: 'cosine', title: 'Cosine between samples' },
    ],
  }),
];

/** A panel a run, all on one scale. */
function bandFigure(measured: readonly Measured[], id: string): ReportFigure | null {
  const found = measured.map((one) => ({
    one,
    lists: PERCENTILES.map((name) => layerValues(one, { quantity: name })),
  }));
  const most = Math.max(0, ...found.map(({ lists }) => lists[2]!.length));
  if (most === 0) return null;
  const scale = scaleFor(found.flatMap(({ lists }) => lists.map((list) => list.map(({ value }) => value))));
  const columns = Math.min(3, found.length);
  const neutral = { style: styleAt(0), neutral: true } as const;
  const drawn = drawFigure({
    ...{ id, title: 'Inputs of the activations, layer by layer', columns, plotHeight: 170 },
    description: 'Percentiles of what enters each activation, for each layer from the input on.',
    legend: [
      { label: 'median', look: 'main', ...neutral },
      { label: '15th to 85th percentile', look: 'band', ...neutral },
      { label: '1st and 99th percentile', look: 'edge', ...neutral },
    ],
    panels: found.map(({ one: { subject, record }, lists }, index) => {
      const x = lists[2]!.map((_, i) => i + 1);
      const [p1, p15, p50, p85, p99] = lists.map((list) => list.map(({ value }) => value));
      const line = { kind: 'line', x, style: subject.style } as const;
      return {
        title: panelTitle(subject.label, found.length === 1 ? record.step : null),
        x: { scale: layerScale(most), title: 'Layer, from the input on' },
        y: { scale, ...(index % columns === 0 ? { title: 'Pre-activation' } : {}) },
        marks: [
          { kind: 'band', x, low: p15!, high: p85!, style: subject.style },
          { ...line, y: p1!, look: 'edge' },
          { ...line, y: p99!, look: 'edge' },
          { ...line, y: p50!, look: 'main' },
        ],
      };
    }),
  });
  const names = ['1st', '15th', '50th', '85th', '99th'];
  const layers = [...new Set(found.flatMap(({ lists }) => lists[2]!.map(({ layer }) => layer)))];
  const rows = layers.flatMap((layer) =>
    names.map((name, p) =>
      row(
        `${layer}: ${name} percentile`,
        found.map(({ lists }) => {
          const value = lists[p]!.find((one) => one.layer === layer)?.value;
          return value === undefined ? '–' : formatNumber(value);
        }),
      ),
    ),
  );
  return {
    ...{ svg: drawn.svg, drawn: drawn.drawn, total: drawn.total },
    caption: `What enters each activation, over all its units and samples${found.length === 1 ? '' : '; all runs on one scale'}.`,
    table: {
      rows: 'channel',
      markup: table(
        'Percentiles of the pre-activations',
        'Layer and percentile',
        measured.map(({ subject }) => runLabel(subject)),
        rows,
      ),
    },
  };
}

const LONGEST = 26;

/** What fits above a panel of a third of the width; above one that is alone with its step. */
export const panelTitle = (label: string, step: number | null = null): string => {
  const letters = [...label];
  const short = letters.length <= LONGEST ? label : `${letters.slice(0, LONGEST - 1).join('')}…`;
  return step === null ? short : `${short}, step ${formatCount(step)}`;
};
