/** A panel of app/view as a live chart draws it: its lines as series, its bands and its level lines. */
import type { Panel } from '../../app/view/figure.ts';
import { strokeOf } from '../../app/view/draw/marker.ts';
import type { ChartSeries } from './series.ts';

/** What LiveChart needs to know of a panel. */
export interface LivePanel {
  series: ChartSeries[];
  /** Pairs of indices of series with a shaded area between them. */
  bands: [upper: number, lower: number][];
  rules: number[];
}

/** Lines, bands and rules; a pale line accompanies the one of the same name. */
export function livePanel({ marks }: Pick<Panel, 'marks'>): LivePanel {
  const lines = marks.flatMap((mark) => (mark.kind === 'line' ? [mark] : []));
  const series = lines.map((mark): ChartSeries => {
    const { width = 1.6, dash = [], opacity } = strokeOf(mark);
    const raw = mark.look === 'raw';
    return {
      ...{ steps: floats(mark.x), values: floats(mark.y) },
      ...{ key: raw ? `${mark.label}/raw` : mark.label, label: mark.label, ink: mark.style.ink, width, dash },
      ...(mark.look === 'main' || mark.look === 'hollow'
        ? { marker: mark.style.marker, hollow: mark.look === 'hollow' }
        : {}),
      ...(opacity === undefined ? {} : { alpha: opacity }),
      ...(raw ? { behind: mark.label } : {}),
    };
  });
  return {
    series,
    bands: marks.flatMap((mark) => {
      if (mark.kind !== 'band') return [];
      const at = (values: ArrayLike<number>): number => lines.findIndex(({ y }) => y === values);
      return [[at(mark.high), at(mark.low)] as [number, number]];
    }),
    rules: marks.flatMap((mark) => (mark.kind === 'rule' && mark.axis === 'y' ? [mark.at] : [])),
  };
}

const floats = (values: ArrayLike<number>): Float64Array =>
  values instanceof Float64Array ? values : Float64Array.from(values);
