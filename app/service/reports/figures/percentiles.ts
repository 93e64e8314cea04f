/**
 * How the inputs of the activations moved while training: the 15th, 50th and 85th percentiles of each layer's
 * pre-activations over steps, after Ioffe and Szegedy (2015), figure 1b,c.
 */
import { formatNumber } from '../../../view/numbers.ts';
import { drawFigure } from '../svg/figure.ts';
import type { LegendEntry } from '../svg/figure.ts';
import { scaleFor } from '../svg/scale.ts';
import { stepScale } from './curves.ts';
import type { NumberColumn, ReportFigure, Subject } from './subject.ts';

const PERCENTILES = ['p15', 'p50', 'p85'] as const;
const SERIES_NAME = /^preactivation\/(.+)\/p(15|50|85)$/;

/** One figure for a run: a panel a layer, all on one scale; null where no percentiles were recorded. */
export function percentilesFigure({ run, label, style, series }: Subject, id: string): ReportFigure | null {
  const layers = [...new Set(run.series.flatMap(({ name }) => SERIES_NAME.exec(name)?.[1] ?? []))];
  if (layers.length === 0) return null;
  const points = layers.map((layer) => ({
    layer,
    lines: PERCENTILES.map((percentile) => series(`preactivation/${layer}/${percentile}`)),
  }));
  const scale = scaleFor(points.flatMap(({ lines }) => lines.map(({ values }) => values)));
  const steps = stepScale([{ run, label, style, series }]);
  const columns = Math.min(3, layers.length);
  const legend: LegendEntry[] = [
    { label: 'median', style, look: 'main' },
    { label: '15th to 85th percentile', style, look: 'band' },
  ];
  const drawn = drawFigure({
    ...{ id, title: `${label}: inputs of the activations`, legend, columns, plotHeight: 150 },
    description: `Percentiles of the pre-activations of ${layers.join(', ')} over steps.`,
    panels: points.map(({ layer, lines: [low, median, high] }, index) => ({
      title: layer,
      x: { scale: steps, title: 'Step' },
      y: { scale, ...(index % columns === 0 ? { title: 'Pre-activation' } : {}) },
      marks: [
        { kind: 'band', x: low!.steps, low: low!.values, high: high!.values, style },
        { kind: 'line', x: low!.steps, y: low!.values, style, look: 'edge' },
        { kind: 'line', x: high!.steps, y: high!.values, style, look: 'edge' },
        { kind: 'line', x: median!.steps, y: median!.values, style, look: 'main', cross: run.status === 'diverged' },
      ],
    })),
  });
  const columnsOfTable = points.flatMap(({ layer, lines }) =>
    lines.map<NumberColumn>((line, index) => ({
      ...{ title: `${layer}, ${['15', '50', '85'][index]!}th percentile`, points: line, format: formatNumber },
    })),
  );
  const caption =
    `What the activations of “${label}” were given: median and 15th to 85th percentile over the units and samples of a ` +
    'training batch, for each hidden layer, on one scale. After figure 1b,c of Ioffe and Szegedy (2015).';
  return {
    ...{ svg: drawn.svg, drawn: drawn.drawn, total: drawn.total, caption },
    table: { rows: 'step', columns: columnsOfTable },
  };
}
