/** The figure of overlaid curves, as Plotly draws it: panels above each other on one axis of steps, hovered together. */
import type { Data, Layout } from 'plotly.js-dist';
import { cssColor, inkToken } from '../state/colors.ts';
import type { Marker } from '../../app/view/styles.ts';
import { downsample } from './downsample.ts';
import type { ChartSeries } from './series.ts';

export interface Panel {
  title: string;
  series: readonly ChartSeries[];
  log: boolean;
  /** What stands in the hover box: a template of Plotly, `%{y:.1f}` for the value. */
  hover: string;
}

const SYMBOLS: Record<Marker, string> = {
  circle: 'circle',
  square: 'square',
  triangle: 'triangle-up',
  diamond: 'diamond',
  cross: 'x-thin',
  plus: 'cross-thin',
  'triangle-down': 'triangle-down',
  ring: 'circle-open',
};
const GAP = 0.07;
const MARKERS = 14;

/** Traces and layout for the panels, from the top down. Colours are read now. */
export function comparisonFigure(
  panels: readonly Panel[],
  xTitle: string,
  hidden: ReadonlySet<string>,
): { data: Data[]; layout: Partial<Layout> } {
  const [ink, soft, grid, paper, line] = (['--ink', '--ink-3', '--grid', '--paper', '--line-strong'] as const).map(
    cssColor,
  );
  const data = panels.flatMap((panel, p) =>
    panel.series.filter((one) => !hidden.has(one.key)).map((one) => trace(one, panel, p === 0 ? 'y' : `y${p + 1}`)),
  );
  const size = (1 - GAP * (panels.length - 1)) / panels.length;
  const axis = {
    color: soft,
    gridcolor: grid,
    zeroline: false,
    linecolor: line,
    automargin: true,
    tickfont: { size: 11 },
  };
  const layout: Record<string, unknown> = {
    font: { family: getComputedStyle(document.body).fontFamily, size: 12, color: ink },
    paper_bgcolor: paper,
    plot_bgcolor: paper,
    margin: { t: 8, r: 16, b: 44, l: 60 },
    showlegend: false,
    hovermode: 'x unified',
    hoversubplots: 'axis',
    hoverlabel: { bgcolor: cssColor('--raised'), bordercolor: cssColor('--line'), font: { size: 11, color: ink } },
    dragmode: 'zoom',
    grid: { rows: panels.length, columns: 1, subplots: panels.map((_, p) => [p === 0 ? 'xy' : `xy${p + 1}`]) },
    xaxis: {
      ...axis,
      title: { text: xTitle, font: { size: 11, color: soft } },
      anchor: panels.length === 1 ? 'y' : `y${panels.length}`,
      unifiedhovertitle: { text: `${xTitle} %{x:d}` },
      ...spanOf(panels),
    },
  };
  panels.forEach((panel, p) => {
    const top = 1 - p * (size + GAP);
    layout[p === 0 ? 'yaxis' : `yaxis${p + 1}`] = {
      ...axis,
      type: panel.log ? 'log' : 'linear',
      domain: [Math.max(0, top - size), top],
      title: { text: panel.title, font: { size: 11, color: soft } },
      ...(panel.log ? { exponentformat: 'power' } : {}),
    };
  });
  return { data, layout: layout as Partial<Layout> };
}

function trace(one: ChartSeries, panel: Panel, yaxis: string): Data {
  const { steps, values } = downsample(one);
  const color = cssColor(inkToken(one.ink));
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name: escapeHtml(one.label),
    x: Array.from(steps),
    y: Array.from(values, (value) => (Number.isFinite(value) && (!panel.log || value > 0) ? value : null)),
    xaxis: 'x',
    yaxis,
    connectgaps: false,
    line: {
      color,
      width: 1.8,
      ...(one.dash && one.dash.length > 0 ? { dash: one.dash.map((n) => `${n}px`).join(',') } : {}),
    },
    marker: {
      symbol: SYMBOLS[one.marker ?? 'circle'],
      size: 7,
      color,
      line: { color, width: 1.4 },
      maxdisplayed: MARKERS,
    },
    hovertemplate: panel.hover,
  } as unknown as Data;
}

/** The axis ends with the curves; Plotly would leave room for markers. */
function spanOf(panels: readonly Panel[]): { range?: [number, number] } {
  const ends = panels.flatMap(({ series }) =>
    series.flatMap(({ steps }) => (steps.length > 0 ? [steps[0]!, steps.at(-1)!] : [])),
  );
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  return last > first ? { range: [first - (last - first) * 0.006, last + (last - first) * 0.006] } : {};
}

/** Plotly reads names as a kind of HTML. */
const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
