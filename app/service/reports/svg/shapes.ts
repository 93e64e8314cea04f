/**
 * Draws shapes as SVG text. Each colour is a class of the report's style sheet, for light and dark, and the colour on white
 * beside it, for figures taken out of the report. What shapes are: app/view/draw.
 */
import type { Paint, Shape, TextShape } from '../../../view/draw/shape.ts';
import { CHART_COLORS, RUN_COLORS } from '../../../view/styles.ts';
import { svg, type Markup } from '../markup.ts';

/** The colour on white. */
function lightOf(paint: Paint): string {
  if (typeof paint === 'number') return RUN_COLORS[paint - 1]!.light;
  return paint in CHART_COLORS ? CHART_COLORS[paint as keyof typeof CHART_COLORS].light : paint;
}

/** The class that gives an element its colour; none for colours that are the same on dark paper. */
const classOf = (what: 's' | 'f', paint: Paint | undefined): string[] =>
  typeof paint === 'number' || (paint !== undefined && paint in CHART_COLORS) ? [`${what}-${paint}`] : [];

/** Rules of the style sheet for all colours of shapes. */
export const SHAPE_RULES = [
  ...RUN_COLORS.map((color, i): [string, { light: string; dark: string }] => [String(i + 1), color]),
  ...Object.entries(CHART_COLORS),
]
  .map(
    ([name, { light, dark }]) =>
      `.s-${name}{stroke:light-dark(${light},${dark})}\n.f-${name}{fill:light-dark(${light},${dark})}`,
  )
  .join('\n');

/** Elements of SVG, in the order given. */
export const drawShapes = (shapes: readonly Shape[]): Markup => svg`${shapes.map(drawShape)}`;

const attribute = (name: string, value: string | number | undefined): Markup | false =>
  value !== undefined && value !== '' && svg` ${name}="${value}"`;

function drawShape(shape: Shape): Markup {
  if (shape.kind === 'text') return drawText(shape);
  const { d, at, stroke, width, dash = [], fill, opacity, fillOpacity, crisp, title } = shape;
  const classes = [...classOf('s', stroke), ...classOf('f', fill)].join(' ');
  const attributes = [
    attribute('class', classes),
    attribute('transform', at && `translate(${at[0]} ${at[1]})`),
    attribute('stroke', stroke === undefined ? undefined : lightOf(stroke)),
    attribute('stroke-width', stroke === undefined ? undefined : width),
    attribute('stroke-dasharray', dash.join(' ')),
    attribute('fill', fill === undefined ? 'none' : lightOf(fill)),
    attribute('fill-opacity', fillOpacity),
    attribute('opacity', opacity),
    attribute('shape-rendering', crisp === true ? 'crispEdges' : undefined),
  ];
  const inside = title !== undefined && svg`<title>${title}</title>`;
  return svg`<path d="${d}"${attributes}>${inside}</path>`;
}

const TONES: Record<TextShape['role'], Paint> = { tick: 'faint', axis: 'soft', label: 'soft', title: 'ink' };

function drawText({ x, y, text, anchor, role, tone = TONES[role], turned = false, title }: TextShape): Markup {
  const place = turned ? svg`transform="translate(${x} ${y}) rotate(-90)"` : svg`x="${x}" y="${y}"`;
  const classes = [...classOf('f', tone), role].join(' ');
  const whole = title !== undefined && svg`<title>${title}</title>`;
  return svg`<text ${place} text-anchor="${anchor}" class="${classes}" fill="${lightOf(tone)}">${text}${whole}</text>`;
}
