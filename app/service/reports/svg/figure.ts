/** A whole figure as SVG: title, legend and panels in a grid, with words for who does not see it. */
import { orderScale } from '../../../view/color/scale.ts';
import { BAR_HEIGHT, colorBar } from '../../../view/draw/color-bar.ts';
import { layoutOf, sizeOf } from '../../../view/draw/layout.ts';
import { SIGN, signOf } from '../../../view/draw/marker.ts';
import { shortened, textWidth } from '../../../view/draw/shape.ts';
import { extentsOf, gridValuesOf } from '../../../view/extents.ts';
import { legendOf, type Figure, type LegendEntry } from '../../../view/figure.ts';
import { svg, type Markup } from '../markup.ts';
import { drawShapes } from './shapes.ts';

/** Width of every figure in px, that of the report's column. */
export const FIGURE_WIDTH = 760;

/** A figure ready for a page, and how much of what was recorded it shows. */
export interface DrawnFigure {
  svg: Markup;
  drawn: number;
  total: number;
  /** What the axes of its panels cannot show, in words. */
  remarks: string[];
}

const LONGEST_LABEL = 300;
const LINE = 20;
const HEAD = 24;
const PANEL_TITLE = 20;
const GAP = 8;
const BAR_LEFT = 62;
const BAR_WIDTH = 240;

/** Legend entries in as many lines as they need. */
function drawLegend(entries: readonly LegendEntry[], top: number): { markup: Markup; height: number } {
  let x = 0;
  let line = 0;
  const items = entries.map((entry) => {
    const label = shortened(entry.label, LONGEST_LABEL);
    const width = SIGN.width + 8 + textWidth(label) * 1.08 + 18;
    if (x > 0 && x + width > FIGURE_WIDTH) {
      x = 0;
      line += 1;
    }
    const whole = label !== entry.label && svg`<title>${entry.label}</title>`;
    const item = svg`<g transform="translate(${Math.round(x)} ${top + line * LINE})">${drawShapes(signOf(entry))}<text x="${SIGN.width + 8}" y="10" class="f-soft" fill="#4b4e55">${label}${whole}</text></g>`;
    x += width;
    return item;
  });
  return { markup: svg`${items}`, height: entries.length === 0 ? 0 : (line + 1) * LINE + GAP };
}

/** Draws a figure; `id` is unique in the document, `description` what a listener hears. */
export function drawFigure(figure: Figure, { id, description }: { id: string; description: string }): DrawnFigure {
  const { panels, title } = figure;
  const legend = drawLegend(legendOf(figure), HEAD + 4);
  const { columns, height: tall } = sizeOf(figure);
  const width = FIGURE_WIDTH / columns;
  const titled = panels.length > 1 || panels[0]?.title !== title;
  const row = (titled ? PANEL_TITLE : 0) + tall + GAP;
  const top = HEAD + 4 + legend.height;
  const extents = extentsOf(figure);
  const grids = gridValuesOf(figure);
  const colors = grids.length === 0 ? null : orderScale(grids);
  const laid = panels.map((panel, i) => layoutOf(panel, { width, height: tall, colors, ...extents[i]! }));
  const drawn = panels.map((panel, i) => {
    const place = `translate(${Math.round((i % columns) * width)} ${top + Math.floor(i / columns) * row})`;
    const name = shortened(panel.title, width - 20);
    const whole = name !== panel.title && svg`<title>${panel.title}</title>`;
    return svg`<g transform="${place}">${titled && svg`<text x="2" y="12" class="f-ink panel-title" fill="#1a1b1e" font-weight="600">${name}${whole}</text>`}<g transform="translate(0 ${titled ? PANEL_TITLE : 0})">${drawShapes(laid[i]!.shapes)}</g></g>`;
  });
  const foot = top + Math.ceil(panels.length / columns) * row;
  const picture = panels.flatMap(({ marks }) => marks).find((mark) => mark.kind === 'grid');
  const bar =
    picture !== undefined &&
    colors !== null &&
    svg`<g transform="translate(${BAR_LEFT} ${foot})">${drawShapes(colorBar(colors, picture.title, BAR_WIDTH))}</g>`;
  const height = foot + (bar === false ? 0 : BAR_HEIGHT + GAP);
  const markup = svg`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${FIGURE_WIDTH} ${height}" role="img" aria-labelledby="${id}-t ${id}-d" font-family="system-ui, sans-serif" font-size="12" stroke-linejoin="round" stroke-linecap="round">
<title id="${id}-t">${title}</title><desc id="${id}-d">${description}</desc>
<text x="0" y="16" class="f-ink figure-title" fill="#1a1b1e" font-size="14" font-weight="600">${title}</text>
${legend.markup}
${drawn}${bar}
</svg>`;
  const sum = (key: 'drawn' | 'total'): number => laid.reduce((all, one) => all + one[key], 0);
  return { svg: markup, drawn: sum('drawn'), total: sum('total'), remarks: laid.flatMap(({ remarks }) => remarks) };
}
