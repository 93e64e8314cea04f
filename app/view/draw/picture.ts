/** A field of numbers as cells of colours, with lines of equal height over them and a cross in the middle. */
import { colorAt } from '../color/colormap.ts';
import { contour, levelsBetween } from '../color/contour.ts';
import { NON_FINITE, orderScale, positionOf } from '../color/scale.ts';
import type { GridMark } from '../figure.ts';
import type { Drawing } from './drawing.ts';
import { hex, round, type Paint, type Shape } from './shape.ts';
import type { NumberList } from '../points.ts';

/** How many colours there are: one path each keeps a picture small. */
const LEVELS = 32;

/** Shapes of one picture; equal neighbours in a row are one rectangle. */
export function gridShapes(mark: GridMark, { atX, atY, colors }: Drawing): Shape[] {
  const [across, up] = [mark.x.length, mark.y.length];
  const scale = colors ?? orderScale([mark.values]);
  const [x, y] = [edgesOf(mark.x).map(atX), edgesOf(mark.y).map(atY)];
  const levelAt = (i: number, j: number): number => {
    const value = mark.values[i * up + j]!;
    if (!Number.isFinite(value)) return LEVELS;
    return Math.min(LEVELS - 1, Math.max(0, Math.floor(positionOf(scale, value) * LEVELS)));
  };
  const paths = new Array<string>(LEVELS + 1).fill('');
  for (let j = 0; j < up; j++)
    for (let i = 0; i < across;) {
      const level = levelAt(i, j);
      let end = i + 1;
      while (end < across && levelAt(end, j) === level) end++;
      paths[level] += `M${x[i]!},${y[j]!}H${x[end]!}V${y[j + 1]!}H${x[i]!}Z`;
      i = end;
    }
  const cells = paths.flatMap((d, level): Shape[] => {
    const fill: Paint = hex(level === LEVELS ? NON_FINITE : colorAt(scale.map, (level + 0.5) / LEVELS));
    return d === '' ? [] : [{ kind: 'path', d, fill, crisp: true }];
  });
  const place = (values: NumberList, at: number): number => {
    const low = Math.min(values.length - 2, Math.floor(at));
    return values[low]! + (at - low) * (values[low + 1]! - values[low]!);
  };
  const lines = levelsBetween(scale.low, scale.high, scale.log)
    .flatMap((level) => contour(mark.values, up, level))
    .map(([i1, j1, i2, j2]) => {
      const [from, to] = [
        [i1, j1],
        [i2, j2],
      ].map(([i, j]) => `${round(atX(place(mark.x, i!)))},${round(atY(place(mark.y, j!)))}`);
      return `M${from!}L${to!}`;
    })
    .join('');
  const middle = { x: atX(place(mark.x, (across - 1) / 2)), y: atY(place(mark.y, (up - 1) / 2)) };
  return [
    ...cells,
    ...(lines === '' ? [] : [{ kind: 'path', d: lines, stroke: 'white', width: 1, opacity: 0.75 } as const]),
    { kind: 'path', d: 'M-5,0H5M0,-5V5', at: [middle.x, middle.y], stroke: 'white', width: 4 },
    { kind: 'path', d: 'M-4.5,0H4.5M0,-4.5V4.5', at: [middle.x, middle.y], stroke: 'black', width: 1.6 },
  ];
}

/** Where cells end whose middles are these. */
function edgesOf(middles: NumberList): number[] {
  const list = Array.from(middles);
  const half = (list.at(-1)! - list[0]!) / Math.max(1, list.length - 1) / 2;
  return [...list.map((middle) => middle - half), list.at(-1)! + half];
}
