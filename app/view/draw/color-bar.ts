/** What the colours of pictures mean, as shapes: the map between its two ends. */
import { colorAt } from '../color/colormap.ts';
import { positionOf, scaleTicks, type ColorScale } from '../color/scale.ts';
import { formatNumber } from '../numbers.ts';
import { hex, round, type Shape } from './shape.ts';
import { figureTexts as t } from './texts.ts';

/** How high a bar is with its numbers. */
export const BAR_HEIGHT = 34;
const PARTS = 48;

/** A bar of this width; `title` says what the numbers are. */
export function colorBar(scale: ColorScale, title: string, width: number): Shape[] {
  const part = width / PARTS;
  return [
    ...Array.from({ length: PARTS }, (_, i): Shape => ({
      ...{ kind: 'path', d: `M${round(i * part)},14H${round((i + 1) * part)}V22H${round(i * part)}Z`, crisp: true },
      fill: hex(colorAt(scale.map, (i + 0.5) / PARTS)),
    })),
    ...scaleTicks(scale).map((value, i): Shape => ({
      ...{ kind: 'text', x: round(positionOf(scale, value) * width), y: BAR_HEIGHT, text: formatNumber(value, 3) },
      ...{ anchor: (['start', 'middle', 'end'] as const)[i]!, role: 'tick' },
    })),
    {
      ...{ kind: 'text', x: 0, y: 9, anchor: 'start', role: 'axis' },
      text: scale.log ? t.logarithmic({ title }) : title,
    },
  ];
}
