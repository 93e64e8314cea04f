/** Numbers on colours where two lists of categories meet. Fields of numbers without names: picture.ts. */
import type { Rgb } from '../color/colormap.ts';
import { colorOf, orderScale } from '../color/scale.ts';
import type { CellsMark } from '../figure.ts';
import { formatNumber } from '../numbers.ts';
import type { Drawing } from './drawing.ts';
import { hex, round, type Paint, type Shape } from './shape.ts';

/** The luminance above which black is easier to read than white (WCAG 2). */
const LIGHT = 0.18;

/** The ink that is legible on a colour. */
function inkOn([r, g, b]: Rgb): Paint {
  const [lr, lg, lb] = [r, g, b].map((part) => (part / 255) ** 2.2) as [number, number, number];
  return 0.2126 * lr + 0.7152 * lg + 0.0722 * lb > LIGHT ? 'black' : 'white';
}

/** A cell for each number, with the number in it. */
export function cellShapes({ rows }: CellsMark, { atX, atY }: Drawing): Shape[] {
  const scale = orderScale(rows.map((row) => row.map(({ value }) => value)));
  return rows.flatMap((row, j) =>
    row.flatMap(({ value, note }, i): Shape[] => {
      const [left, right, top, bottom] = [atX(i - 0.5), atX(i + 0.5), atY(j + 0.5), atY(j - 0.5)];
      const finite = Number.isFinite(value);
      const color = finite ? colorOf(scale, value) : null;
      const tone: Paint = color === null ? 'bad' : inkOn(color);
      const middle = { x: atX(i), anchor: 'middle', role: 'tick', tone } as const;
      const y = round((top + bottom) / 2 + 4);
      return [
        ...(color === null
          ? []
          : [{ kind: 'path', d: `M${left},${bottom}V${top}H${right}V${bottom}Z`, fill: hex(color) } as const]),
        { kind: 'text', ...middle, y: note === '' ? y : y - 6, text: formatNumber(value, 3) },
        ...(note === '' ? [] : [{ kind: 'text', ...middle, y: y + 7, text: note } as const]),
      ];
    }),
  );
}
