/** The figure of overlaid curves, as Plotly draws it: panels above each other on one axis of steps, hovered together. */
import type { Data, Layout } from 'plotly.js-dist';
import { ticksOf, type Extent } from '../../app/view/axes.ts';
import { strokeOf } from '../../app/view/draw/marker.ts';
import { extentOf } from '../../app/view/extents.ts';
import type { LineMark, Panel } from '../../app/view/figure.ts';
import { formatOn } from '../../app/view/figure-table.ts';
import type { Marker } from '../../app/view/styles.ts';
import { thin } from '../../app/view/thin.ts';
import { cssColor, inkToken } from '../state/colors.ts';

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
const TICKS = 6;

/** A panel with the extent of its vertical axis. */
export interface ComparedPanel {
  panel: Panel;
  extent: Extent;
}

/** Where a panel's ticks are, and what they say, between two numbers of its vertical axis. */
export function plotlyTicks({ panel, extent }: ComparedPanel, low: number, high: number): Ticks {
  const ticks = ticksOf(panel.y, { low, high, log: extent.log }, TICKS);
  return { tickvals: ticks.map(({ at }) => at), ticktext: ticks.map(({ label }) => label) };
}

/** Places and words of ticks, as Plotly takes them. */
export interface Ticks {
  tickvals: number[];
  ticktext: string[];
}

/** Traces and layout for the panels, from the top down; `hidden` names lines. Colours are read now. */
export function comparisonFigure(
  panels: readonly ComparedPanel[],
  hidden: ReadonlySet<string>,
): { data: Data[]; layout: Partial<Layout> } {
  const xTitle = panels[0]?.panel.x.title ?? '';
  const [ink, soft, grid, paper, line] = (['--ink', '--ink-3', '--grid', '--paper', '--line-strong'] as const).map(
    cssColor,
  );
  const data = panels.flatMap(({ panel, extent }, p) =>
    linesOf(panel)
      .filter(({ label }) => !hidden.has(label))
      .map((line) => trace(line, panel, extent, p === 0 ? 'y' : `y${p + 1}`)),
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
    separators: '.\u202f',
    hovermode: 'x unified',
    hoversubplots: 'axis',
    hoverlabel: { bgcolor: cssColor('--raised'), bordercolor: cssColor('--line'), font: { size: 11, color: ink } },
    dragmode: 'zoom',
    grid: { rows: panels.length, columns: 1, subplots: panels.map((_, p) => [p === 0 ? 'xy' : `xy${p + 1}`]) },
    xaxis: {
      ...axis,
      title: { text: xTitle, font: { size: 11, color: soft } },
      anchor: panels.length === 1 ? 'y' : `y${panels.length}`,
      unifiedhovertitle: { text: `${xTitle} %{x:,d}` },
      tickformat: ',d',
      ...spanOf(panels),
    },
  };
  panels.forEach((compared, p) => {
    const { panel, extent } = compared;
    const top = 1 - p * (size + GAP);
    const ends = [extent.low, extent.high];
    layout[p === 0 ? 'yaxis' : `yaxis${p + 1}`] = {
      ...axis,
      type: extent.log ? 'log' : 'linear',
      domain: [Math.max(0, top - size), top],
      range: extent.log ? ends.map(Math.log10) : ends,
      title: { text: panel.y.title, font: { size: 11, color: soft } },
      tickmode: 'array',
      ...plotlyTicks(compared, extent.low, extent.high),
    };
  });
  return { data, layout: layout as Partial<Layout> };
}

const linesOf = ({ marks }: Panel): LineMark[] => marks.flatMap((mark) => (mark.kind === 'line' ? [mark] : []));

function trace(line: LineMark, panel: Panel, { log }: Extent, yaxis: string): Data {
  const kept = thin(line.x, line.y);
  const color = cssColor(inkToken(line.style.ink));
  const { width, dash = [], opacity = 1 } = strokeOf(line);
  const marked = line.look === 'main' || line.look === 'hollow';
  return {
    type: 'scatter',
    mode: marked ? 'lines+markers' : 'lines',
    name: escapeHtml(line.label),
    opacity,
    x: kept.map((i) => line.x[i]!),
    y: kept.map((i) => (Number.isFinite(line.y[i]) && (!log || line.y[i]! > 0) ? line.y[i]! : null)),
    text: kept.map((i) => formatOn(panel.y.unit, line.y[i]!)),
    xaxis: 'x',
    yaxis,
    connectgaps: false,
    line: { color, width, ...(dash.length > 0 ? { dash: dash.map((n) => `${n}px`).join(',') } : {}) },
    marker: {
      symbol: SYMBOLS[line.style.marker],
      size: 7,
      color,
      line: { color, width: 1.4 },
      maxdisplayed: MARKERS,
    },
    ...(line.look === 'raw' ? { hoverinfo: 'skip' } : { hovertemplate: '%{text}' }),
  } as unknown as Data;
}

/** The axis ends with the curves; Plotly would leave room for markers. */
function spanOf(panels: readonly ComparedPanel[]): { range?: [number, number] } {
  if (panels.length === 0) return {};
  const { low, high } = extentOf(
    panels.map(({ panel }) => panel),
    'x',
  );
  return { range: [low - (high - low) * 0.006, high + (high - low) * 0.006] };
}

/** Plotly reads names as a kind of HTML. */
const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
