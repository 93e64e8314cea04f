/** How a live chart looks and reacts, as options of uPlot. Not for data and sizes, which change while it stands. */
import type uPlot from 'uplot';
import { fitAxis, ticksOf, type Axis, type Tick } from '../../app/view/axes.ts';
import { cssColor, inkToken } from '../state/colors.ts';
import { isStroked, markerPath } from '../../app/view/styles.ts';
import type { ChartSeries } from './series.ts';

export interface PlotSettings {
  series: readonly ChartSeries[];
  xTitle: string;
  /** The vertical axis; where it ends and its ticks follow from it. */
  y: Axis;
  log: boolean;
  width: number;
  height: number;
  /** Charts with the same key move their crosshairs together. */
  sync: string | undefined;
  /** Pairs of indices in `series`: the area between the two curves is shaded in the colour of the first. */
  bands: readonly (readonly [number, number])[];
  /** Horizontal lines that mean something: 0 in a chart of differences. */
  rules: readonly number[];
  /** The shown steps; null for all. Asked whenever scales are computed. */
  range: () => readonly [number, number] | null;
  onzoom: (range: [number, number] | null) => void;
  oncursor: (step: number | null) => void;
}

/** Curves of so many points show each of them. */
const FEW = 6;
/** Pixels between two markers on a curve. */
const MARKER_SPACE = 110;

/** Options for a chart with these settings. Colours are read now: build anew when the theme changes. */
export function plotOptions(settings: PlotSettings): uPlot.Options {
  const { series, log, sync, y } = settings;
  const steps: Axis = { title: settings.xTitle, scale: 'linear', exact: true, whole: true };
  const yTicks = (low: number, high: number) => ticksOf(y, { low, high, log }, Math.max(2, settings.height / 38));
  const ink = cssColor('--ink-3');
  const family = getComputedStyle(document.body).fontFamily;
  const colors = series.map((one) => cssColor(inkToken(one.ink)));
  const axis = (label: string): uPlot.Axis => ({
    label,
    labelFont: `500 11px ${family}`,
    font: `11px ${family}`,
    labelGap: 2,
    stroke: ink,
    grid: { stroke: cssColor('--grid'), width: 1 },
    ticks: { show: false },
    border: { show: false },
  });
  return {
    width: settings.width,
    height: settings.height,
    padding: [10, 14, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: false, range: (_plot, min, max) => [...(settings.range() ?? [min, max > min ? max : min + 1])] },
      y: {
        ...(log ? { distr: 3 as const } : {}),
        range: (_plot, min, max) => {
          const { low, high } = fitAxis(y, min ?? Infinity, max ?? -Infinity, log);
          return [low, high];
        },
      },
    },
    axes: [
      {
        ...{ ...axis(steps.title), labelSize: 18, size: 26 },
        ...splitsOf((low, high) => ticksOf(steps, { low, high, log: false }, Math.max(2, settings.width / 90))),
      },
      {
        ...axis(y.title),
        labelSize: 20,
        ...splitsOf(yTicks),
        size: (_plot, values) =>
          12 + 6.4 * Math.max(3, ...((values as string[] | null) ?? []).map((text) => text?.length ?? 0)),
      },
    ],
    series: [
      {},
      ...series.map((one, i): uPlot.Series => ({
        label: one.label,
        stroke: colors[i] ?? ink,
        width: one.width ?? 1.6,
        alpha: one.alpha ?? 1,
        ...(one.dash && one.dash.length > 0 ? { dash: [...one.dash] } : {}),
        // A line needs two points; a few of them are worth showing one by one.
        points: { show: (plot, index) => hasFew(plot.data[index] ?? []), size: 6, fill: colors[i] ?? ink },
      })),
    ],
    bands: settings.bands.map(([upper, lower]) => ({
      series: [upper + 1, lower + 1],
      fill: translucent(colors[upper] ?? ink, 0.16),
    })),
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false },
      points: { size: 7, width: 2, fill: cssColor('--paper') },
      bind: {
        dblclick: () => () => {
          settings.onzoom(null);
          return null;
        },
      },
      ...(sync === undefined ? {} : { sync: { key: sync, scales: ['x', null], setSeries: false } }),
    },
    hooks: {
      drawAxes: [(plot) => drawRules(plot, settings.rules, ink)],
      drawSeries: [(plot, index) => drawMarkers(plot, index, series[index - 1], colors[index - 1])],
      draw: [(plot) => drawNonFinite(plot, cssColor('--bad'))],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 4) return;
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          settings.onzoom([plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')]);
        },
      ],
      setCursor: [
        (plot) => {
          const { idx, left } = plot.cursor;
          const shown = idx !== null && idx !== undefined && left !== undefined && left >= 0;
          settings.oncursor(shown ? (plot.data[0][idx] ?? null) : null);
        },
      ],
    },
  };
}

/** The ticks that an axis has between two numbers, as options of uPlot, which otherwise looks for its own. */
function splitsOf(ticks: (low: number, high: number) => Tick[]): Partial<uPlot.Axis> {
  let last: Tick[] = [];
  return {
    splits: (_plot, _axis, low, high) => (last = ticks(low, high)).map(({ at }) => at),
    filter: (_plot, splits) => splits,
    // Only looked at to see whether there is room for any; of smaller ones uPlot wants to know the decimals.
    incrs: (_plot, _axis, low, high) => [Math.max(5, high - low)],
    values: (_plot, splits) => splits.map((at) => last.find((tick) => tick.at === at)?.label ?? ''),
  };
}

/** Whether a column has at least one and at most {@link FEW} values. */
function hasFew(column: ArrayLike<number | null | undefined>): boolean {
  let count = 0;
  for (let i = 0; i < column.length && count <= FEW; i++) if (column[i] !== null && column[i] !== undefined) count++;
  return count > 0 && count <= FEW;
}

/** A colour of the form `rgb(r, g, b)` with an alpha. */
const translucent = (color: string, alpha: number): string =>
  color.replace('rgb(', 'rgba(').replace(')', `, ${alpha})`);

function drawRules(plot: uPlot, rules: readonly number[], color: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = 1;
  for (const rule of rules) {
    const y = Math.round(plot.valToPos(rule, 'y', true)) + 0.5;
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}

/** A few markers along a curve, each curve starting elsewhere so that they do not cover one another. */
function drawMarkers(plot: uPlot, index: number, one: ChartSeries | undefined, color = ''): void {
  if (one?.marker === undefined || plot.series[index]?.show === false) return;
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const space = MARKER_SPACE * ratio;
  const outlined = one.hollow === true || isStroked(one.marker);
  const shape = new Path2D(markerPath(one.marker));
  const values = plot.data[index] ?? [];
  let next = bbox.left + ((index * 37 * ratio) % space);
  ctx.save();
  ctx.lineWidth = outlined ? 1.8 : 1;
  ctx.strokeStyle = outlined ? color : cssColor('--paper');
  ctx.fillStyle = outlined ? cssColor('--paper') : color;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null || value === undefined) continue;
    const x = plot.valToPos(plot.data[0][i]!, 'x', true);
    const y = plot.valToPos(value, 'y', true);
    if (x < next || x > bbox.left + bbox.width || y < bbox.top || y > bbox.top + bbox.height) continue;
    next = x + space;
    ctx.setTransform(ratio, 0, 0, ratio, x, y);
    ctx.fill(shape);
    ctx.stroke(shape);
  }
  ctx.restore();
}

/** A cross at the upper edge for each step at which a shown curve has no finite value. */
function drawNonFinite(plot: uPlot, color: string): void {
  const { ctx, bbox } = plot;
  const arm = 3.5 * devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.8 * devicePixelRatio;
  ctx.beginPath();
  let last = -Infinity;
  plot.data[0].forEach((step, i) => {
    if (!plot.series.some((one, k) => k > 0 && one.show !== false && plot.data[k]?.[i] === null)) return;
    const x = plot.valToPos(step, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width || x - last < 3 * arm) return;
    last = x;
    const y = bbox.top + 2 * arm;
    ctx.moveTo(x - arm, y - arm);
    ctx.lineTo(x + arm, y + arm);
    ctx.moveTo(x + arm, y - arm);
    ctx.lineTo(x - arm, y + arm);
  });
  ctx.stroke();
  ctx.restore();
}
