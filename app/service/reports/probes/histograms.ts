/** How the inputs of single activations are distributed: a panel a layer, all runs over each other. */
import { formatCount, formatNumber } from '../../../view/numbers.ts';
import { runLegend } from '../figures/curves.ts';
import type { ReportFigure } from '../figures/subject.ts';
import { drawFigure } from '../svg/figure.ts';
import type { Mark } from '../svg/panel.ts';
import { extent, linearScale } from '../svg/scale.ts';
import { row, runLabel, table } from '../table.ts';
import type { Measured } from './groups.ts';

/** Panels: of deep networks these many layers, from the first to the last. */
const MOST = 6;

interface Histogram {
  /** Middle of each bin, and the share of all values in it over its width. */
  x: number[];
  density: number[];
}

/** Null where no run has histograms. */
export function histogramFigure(measured: readonly Measured[], id: string): ReportFigure | null {
  const all = measured.map(histogramsOf);
  const most = Math.max(...all.map(({ length }) => length));
  if (most === 0) return null;
  const places = Array.from({ length: Math.min(MOST, most) }, (_, i) =>
    most <= MOST ? i : Math.round((i * (most - 1)) / (MOST - 1)),
  );
  const columns = Math.min(3, places.length);
  const across = extent(all.flatMap((list) => list.map(({ x }) => x)));
  const drawn = drawFigure({
    ...{ id, title: 'Distribution of what enters the activations', columns, plotHeight: 120 },
    description: 'Density of the pre-activations of single layers.',
    legend: runLegend(measured.map(({ subject }) => subject)),
    panels: places.map((place, index) => {
      const found = all.flatMap((list, run) => {
        const histogram = list[place];
        return histogram === undefined ? [] : [{ ...histogram, style: measured[run]!.subject.style }];
      });
      const up = extent(found.map(({ density }) => density));
      return {
        title: `Layer ${place + 1} of ${most}`,
        x: {
          scale: linearScale(across ?? { low: 0, high: 1 }, 4, true),
          ...(index >= places.length - columns ? { title: 'Pre-activation' } : {}),
        },
        y: {
          scale: up === null ? null : linearScale({ low: 0, high: up.high }, 4),
          ...(index % columns === 0 ? { title: 'Density' } : {}),
        },
        marks: found.map(({ x, density, style }): Mark => ({ kind: 'line', x, y: density, style, look: 'main' })),
      };
    }),
  });
  const rows = places.flatMap((place) =>
    (['largest density', 'at'] as const).map((what) =>
      row(
        `Layer ${place + 1}: ${what}`,
        all.map((list) => {
          const { x, density } = list[place] ?? { x: [], density: [] };
          const largest = Math.max(...density);
          if (density.length === 0) return '–';
          return formatNumber(what === 'at' ? (x[density.indexOf(largest)] ?? NaN) : largest);
        }),
      ),
    ),
  );
  const chosen = most <= MOST ? '' : `; ${places.length} of ${formatCount(most)} layers`;
  return {
    ...{ svg: drawn.svg, drawn: drawn.drawn, total: drawn.total },
    caption: `Density of what enters the activations, over all units and samples${chosen}. Far outliers are counted in the outermost bins.`,
    table: {
      rows: 'channel',
      markup: table(
        'Peaks of the distributions',
        'Layer',
        measured.map(({ subject }) => runLabel(subject)),
        rows,
      ),
    },
  };
}

/** Of each activation, from the input on; one with numbers that are not finite has no bins. */
function histogramsOf({ subject, array }: Measured): Histogram[] {
  return subject.run.layers.flatMap(({ name }) => {
    const [edges, counts] = [array(`${name}/histogram/edges`)?.data, array(`${name}/histogram`)?.data];
    if (edges === undefined || counts === undefined) return [];
    const all = counts.reduce((sum, count) => sum + count, 0);
    return [
      {
        x: Array.from(counts, (_, i) => (edges[i]! + edges[i + 1]!) / 2),
        density: Array.from(counts, (count, i) => count / all / (edges[i + 1]! - edges[i]!)),
      },
    ];
  });
}
