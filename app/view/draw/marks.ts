/** The marks of a panel as shapes, in the places that its axes give. Points that fall into one px: thin.ts. */
import type { BandMark, DotsMark, LineMark, Mark, RuleMark } from '../figure.ts';
import { formatNumber } from '../numbers.ts';
import { thin } from '../thin.ts';
import { areasOf } from './areas.ts';
import type { Drawing, Drawn } from './drawing.ts';
import { markerShape, strokeOf } from './marker.ts';
import { cellShapes } from './cells.ts';
import { gridShapes } from './picture.ts';
import { round, type Paint, type PathShape, type Shape } from './shape.ts';
import { figureTexts as t } from './texts.ts';
import type { NumberList } from '../points.ts';

/** All marks of the drawing's panel, rules' labels last, so that no line runs through them. */
export function marksOf(drawing: Drawing): Drawn {
  const all = drawing.panel.marks.map((mark, index) => drawMark(mark, index, drawing));
  const labels = drawing.panel.marks.flatMap((mark) => (mark.kind === 'rule' ? ruleLabel(mark, drawing) : []));
  const sum = (key: 'drawn' | 'total'): number => all.reduce((count, one) => count + one[key], 0);
  return { shapes: [...all.flatMap(({ shapes }) => shapes), ...labels], drawn: sum('drawn'), total: sum('total') };
}

const uncounted = (shapes: Shape[]): Drawn => ({ shapes, drawn: 0, total: 0 });

function drawMark(mark: Mark, index: number, drawing: Drawing): Drawn {
  switch (mark.kind) {
    case 'line':
      return drawLine(mark, index, drawing);
    case 'dots':
      return drawDots(mark, drawing);
    case 'band':
      return uncounted(drawBand(mark, drawing));
    case 'rule':
      return uncounted(drawRule(mark, drawing));
    case 'diagonal': {
      const { atX, atY } = drawing;
      return uncounted([{ ...RULE, d: `M${atX(0)},${atY(0)}L${atX(1)},${atY(1)}` }]);
    }
    case 'grid':
      return uncounted(gridShapes(mark, drawing));
    case 'cells':
      return uncounted(cellShapes(mark, drawing));
    case 'intervals':
    case 'bars':
    case 'boxes':
    case 'columns':
      return uncounted(areasOf(mark, drawing));
    default:
      return mark satisfies never;
  }
}

interface Place {
  /** Index of the point in its mark. */
  i: number;
  x: number;
  /** NaN where the point has no place. */
  y: number;
}

/**
 * Places of the points that are drawn. Beyond the axis the first of several goes to the edge, so that the line is seen to
 * leave, and the others are left out.
 */
function placesOf(x: NumberList, y: NumberList, { box, atX, atY, y: extent }: Drawing): Place[] {
  let outside = false;
  return thin(x, y, Math.max(8, Math.round(3 * box.width))).map((i) => {
    const value = y[i]!;
    const cut = Math.min(Math.max(value, extent.low), extent.high);
    const beyond = Number.isFinite(value) && cut !== value && !(extent.log && value <= 0);
    const skipped = beyond && outside;
    outside = beyond;
    return { i, x: atX(x[i]!), y: skipped ? NaN : atY(beyond ? cut : value) };
  });
}

const isPlaced = ({ x, y }: Place): boolean => Number.isFinite(x + y);

function drawLine(mark: LineMark, index: number, drawing: Drawing): Drawn {
  const places = placesOf(mark.x, mark.y, drawing);
  const last = mark.broken === true ? places.findLast(isPlaced) : undefined;
  const path = linePath(places);
  return {
    shapes: [
      ...(path === '' ? [] : [{ ...strokeOf(mark), d: path }]),
      ...markersOf(mark, places, index, drawing),
      ...(mark.look === 'raw' || mark.look === 'edge' ? [] : oddOnes(places, mark, drawing)),
      ...(last === undefined ? [] : [cross(last.x, last.y, mark.style.ink, 5)]),
    ],
    ...(mark.derived === true ? { drawn: 0, total: 0 } : { drawn: places.length, total: mark.x.length }),
  };
}

function linePath(places: readonly Place[]): string {
  let path = '';
  let pen = false;
  places.forEach((place, k) => {
    if (!isPlaced(place)) {
      pen = false;
      return;
    }
    // A point between two gaps would be no line at all: the round cap makes it a dot.
    const next = places[k + 1];
    const alone = !pen && (next === undefined || !isPlaced(next));
    path += alone ? `M${place.x},${place.y}h0` : `${pen ? 'L' : 'M'}${place.x},${place.y}`;
    pen = true;
  });
  return path;
}

/** So many points are all marked, and can be read; of more, about seven, so that markers do not hide the line. */
const FEW = 24;
const SOME = 7;

function markersOf(mark: LineMark, places: readonly Place[], index: number, drawing: Drawing): Shape[] {
  if (mark.look !== 'main' && mark.look !== 'hollow') return [];
  const placed = places.filter(isPlaced);
  const every = placed.length <= FEW ? 1 : Math.ceil(placed.length / SOME);
  // Each line starts elsewhere, so that markers seldom hide each other.
  const offset = Math.floor(every * (0.5 + 0.3 * index)) % every;
  return placed
    .filter((_, k) => k % every === offset)
    .map(({ i, x, y }) => ({
      ...markerShape(mark.style, x, y, mark.look === 'hollow'),
      title: titleAt(mark, i, drawing),
    }));
}

function drawDots(mark: DotsMark, drawing: Drawing): Drawn {
  const all = Array.from({ length: mark.x.length }, (_, i): Place => ({
    ...{ i, x: drawing.atX(mark.x[i]!), y: drawing.atY(mark.y[i]!) },
  }));
  const placed = all.filter(isPlaced);
  const counted = { drawn: all.length, total: all.length };
  if (placed.length > MANY || mark.small === true)
    return {
      shapes: [
        {
          ...{ kind: 'path', d: placed.map(({ x, y }) => `M${x},${y}h0`).join('') },
          ...{
            stroke: mark.style.ink,
            width: mark.small === true ? 5 : 3.2,
            opacity: mark.small === true ? 0.5 : 0.75,
          },
        },
      ],
      ...counted,
    };
  const dots = placed.map(({ i, x, y }): Shape => ({
    ...markerShape(mark.style, x, y),
    ...{ opacity: 0.8, title: titleAt(mark, i, drawing) },
  }));
  return { shapes: [...dots, ...oddOnes(all, mark, drawing)], ...counted };
}

/** Dots up to here are markers. */
const MANY = 200;

const titleAt = ({ label, x, y }: LineMark | DotsMark, i: number, { panel }: Drawing): string =>
  t.at({
    place: panel.x.categories?.[x[i]!] ?? formatNumber(x[i]!),
    label: label === '' ? panel.y.title : label,
    value: panel.y.categories?.[y[i]!] ?? formatNumber(y[i]!),
  });

/** A cross at the edge for what cannot be drawn at its height: above what is not finite, below what is not positive. */
function oddOnes(places: readonly Place[], mark: LineMark | DotsMark, drawing: Drawing): Shape[] {
  const { box, y } = drawing;
  let last = -Infinity;
  return places.flatMap((place): Shape[] => {
    const value = mark.y[place.i]!;
    const odd = !Number.isFinite(value) || (y.log && value <= 0);
    if (!odd || !Number.isFinite(place.x) || place.x - last < 10) return [];
    last = place.x;
    const edge = Number.isFinite(value) ? box.top + box.height - 5 : box.top + 5;
    return [{ ...cross(place.x, edge, 'bad', 3.5), title: titleAt(mark, place.i, drawing) }];
  });
}

const cross = (x: number, y: number, stroke: Paint, r: number): PathShape => ({
  ...{ kind: 'path', d: `M-${r},-${r}L${r},${r}M${r},-${r}L-${r},${r}`, at: [x, y], width: 2 },
  stroke,
});

function drawBand({ x, low, high, style }: BandMark, { atX, atY, y, box }: Drawing): Shape[] {
  const inside = (value: number): number =>
    y.log && value <= 0 ? box.top + box.height : atY(Math.min(Math.max(value, y.low), y.high));
  const side = (values: NumberList): string[] =>
    thin(x, values, Math.max(8, Math.round(3 * box.width))).flatMap((i) =>
      Number.isFinite(values[i]) ? [`${atX(x[i]!)},${inside(values[i]!)}`] : [],
    );
  const [upper, lower] = [side(high), side(low)];
  if (upper.length < 2 || lower.length < 2) return [];
  return [{ kind: 'path', d: `M${[...upper, ...lower.reverse()].join('L')}Z`, fill: style.ink, fillOpacity: 0.16 }];
}

const RULE = { kind: 'path', stroke: 'soft', width: 1, dash: [4, 3] } as const;
const TONES = { plain: 'soft', warn: 'warn', bad: 'bad' } as const;

const isInside = ({ axis, at }: RuleMark, { x, y }: Drawing): boolean => {
  const { low, high, log } = axis === 'x' ? x : y;
  return at >= low && at <= high && (!log || at > 0);
};

function drawRule(rule: RuleMark, drawing: Drawing): Shape[] {
  const { box, atX, atY } = drawing;
  if (!isInside(rule, drawing)) return [];
  const d =
    rule.axis === 'x'
      ? `M${atX(rule.at)},${box.top}v${round(box.height)}`
      : `M${box.left},${atY(rule.at)}h${round(box.width)}`;
  return [{ ...RULE, d, stroke: TONES[rule.tone] }];
}

function ruleLabel(rule: RuleMark, drawing: Drawing): Shape[] {
  const { box, atX, atY } = drawing;
  if (rule.label === '' || !isInside(rule, drawing)) return [];
  const common = { kind: 'text', text: rule.label, role: 'label', tone: TONES[rule.tone] } as const;
  return rule.axis === 'x'
    ? [{ ...common, x: atX(rule.at), y: box.top - 2, anchor: 'middle' }]
    : [{ ...common, x: box.left + box.width - 2, y: atY(rule.at) - 4, anchor: 'end' }];
}
