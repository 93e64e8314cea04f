/** Marks that have a size: bars, columns, boxes and intervals as shapes. */
import type { BarsMark, BoxesMark, ColumnsMark, IntervalsMark } from '../figure.ts';
import { formatNumber, formatShare } from '../numbers.ts';
import { markerShape } from './marker.ts';
import type { Drawing } from './drawing.ts';
import { round, type Shape } from './shape.ts';
import { figureTexts as t } from './texts.ts';

/** Shapes of one mark. */
export function areasOf(mark: BarsMark | ColumnsMark | BoxesMark | IntervalsMark, drawing: Drawing): Shape[] {
  switch (mark.kind) {
    case 'bars':
      return barsOf(mark, drawing);
    case 'columns':
      return columnsOf(mark, drawing);
    case 'boxes':
      return boxesOf(mark, drawing);
    case 'intervals':
      return intervalsOf(mark, drawing);
    default:
      return mark satisfies never;
  }
}

const baseOf = ({ box }: Drawing): number => round(box.top + box.height);

function barsOf({ edges, heights, style }: BarsMark, drawing: Drawing): Shape[] {
  const { atX, atY } = drawing;
  const base = baseOf(drawing);
  return Array.from(heights).flatMap((height, i): Shape[] => {
    const top = atY(height);
    if (!Number.isFinite(top)) return [];
    const right = Math.max(atX(edges[i]!) + 0.5, atX(edges[i + 1]!));
    const between = t.between({ low: formatNumber(edges[i]!), high: formatNumber(edges[i + 1]!) });
    return [
      {
        ...{
          kind: 'path',
          d: `M${atX(edges[i]!)},${base}V${top}H${right}V${base}Z`,
          fill: style.ink,
          fillOpacity: 0.7,
        },
        title: t.value({ label: between, value: formatShare(height) }),
      },
    ];
  });
}

/** Px that a column or a box is wide at most. */
const WIDEST = 56;
const wideOf = ({ box, panel }: Drawing): number => box.width / (panel.x.categories?.length ?? 1);

function columnsOf({ values, style }: ColumnsMark, drawing: Drawing): Shape[] {
  const { atX, atY, panel } = drawing;
  const base = baseOf(drawing);
  const half = Math.min(WIDEST, wideOf(drawing) * 0.6) / 2;
  return values.flatMap((value, i): Shape[] => {
    const drawn = Number.isFinite(atY(value));
    const top = drawn ? atY(value) : base;
    const text = panel.y.unit === 'percent' ? formatShare(value) : formatNumber(value);
    return [
      {
        ...{ kind: 'path', fill: style.ink, fillOpacity: 0.7 },
        d: `M${round(atX(i) - half)},${base}V${top}H${round(atX(i) + half)}V${base}Z`,
      },
      {
        ...{ kind: 'text', x: atX(i), y: top - 4, text, anchor: 'middle', role: 'label' },
        tone: drawn ? 'ink' : 'bad',
      },
    ];
  });
}

function boxesOf({ boxes, style }: BoxesMark, drawing: Drawing): Shape[] {
  const { atX, atY, panel } = drawing;
  const half = Math.min(WIDEST / 2, wideOf(drawing) * 0.5) / 2;
  return boxes.flatMap(({ at, values }): Shape[] => {
    const [low, q1, middle, q3, high] = values.map(atY) as [number, number, number, number, number];
    if (![low, q1, middle, q3, high].every(Number.isFinite)) return [];
    const [left, right] = [round(atX(at) - half), round(atX(at) + half)];
    const title = t.value({
      label: panel.x.categories?.[at] ?? formatNumber(at),
      value: values.map((value) => formatNumber(value)).join(' · '),
    });
    const line = { kind: 'path', stroke: style.ink, title } as const;
    return [
      { ...line, d: `M${atX(at)},${low}V${q1}M${atX(at)},${q3}V${high}`, width: 1 },
      {
        ...line,
        ...{ d: `M${left},${Math.max(q1, q3 + 1)}V${q3}H${right}V${Math.max(q1, q3 + 1)}Z`, width: 1 },
        ...{ fill: style.ink, fillOpacity: 0.2 },
      },
      { ...line, d: `M${left},${middle}H${right}`, width: 2 },
    ];
  });
}

/** An interval with a cap at each end that is not cut off, and its mean. */
function intervalsOf({ along, intervals, style }: IntervalsMark, drawing: Drawing): Shape[] {
  const { atX, atY, x, y, panel } = drawing;
  const extent = along === 'x' ? y : x;
  const place = along === 'x' ? atY : atX;
  const point = (at: number, value: number): string =>
    along === 'x' ? `${atX(at)},${place(value)}` : `${place(value)},${atY(at)}`;
  const cap = along === 'x' ? 'm-3,0h6' : 'm0,-3v6';
  return intervals.flatMap(({ at, mean, low, high }): Shape[] => {
    const shapes: Shape[] = [];
    if (low !== null && high !== null && Number.isFinite(low) && Number.isFinite(high)) {
      const [from, to] = [low, high].map((end) => Math.min(Math.max(end, extent.low), extent.high)) as [number, number];
      const caps = [low, high].filter((end) => end >= extent.low && end <= extent.high);
      shapes.push({
        ...{
          kind: 'path',
          d: `M${point(at, from)}L${point(at, to)}${caps.map((end) => `M${point(at, end)}${cap}`).join('')}`,
        },
        ...{ stroke: style.ink, width: 2 },
      });
    }
    if (mean !== null && Number.isFinite(place(mean))) {
      const name = panel[along].categories?.[at] ?? formatNumber(at);
      const [px, py] = along === 'x' ? [atX(at), place(mean)] : [place(mean), atY(at)];
      shapes.push({ ...markerShape(style, px, py), title: t.value({ label: name, value: formatNumber(mean) }) });
    }
    return shapes;
  });
}
