/** A whole figure as SVG: title, legend and panels in a grid, with words for who does not see it. */
import { svg } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { RunStyle } from '../../../view/styles.ts';
import { dashOf, fillOf, strokeOf } from './ink.ts';
import { drawPanel, HOLLOW_DASH, MARGIN, marker } from './panel.ts';
import type { LineLook, Panel } from './panel.ts';

/** Width of every figure in px, that of the report's column. */
export const FIGURE_WIDTH = 760;

export interface LegendEntry {
  label: string;
  style: RunStyle;
  look: LineLook | 'band' | 'dots';
  /** Explains a way of drawing that all runs share; shown in the colour of text. */
  neutral?: boolean;
  /** Of a band. */
  opacity?: number;
}

export interface FigureOptions {
  /** Unique in the document. */
  id: string;
  title: string;
  /** One sentence for a screen reader. */
  description: string;
  legend: LegendEntry[];
  columns: number;
  /** Height of a plot area. */
  plotHeight: number;
  panels: Omit<Panel, 'left' | 'top' | 'width' | 'height'>[];
}

export interface DrawnFigure {
  svg: Markup;
  drawn: number;
  total: number;
}

const LETTER = 6.4;
const LONGEST_LABEL = 44;
const LINE_HEIGHT = 20;

/** About how wide a text of 12 px is; characters beyond Latin script count double. */
const textWidth = (text: string): number =>
  [...text].reduce((width, letter) => width + (letter.codePointAt(0)! > 0x2fff ? 2 : 1) * LETTER, 0);

const shorten = (text: string): string => {
  const letters = [...text];
  return letters.length <= LONGEST_LABEL ? text : `${letters.slice(0, LONGEST_LABEL - 1).join('')}…`;
};

/** Legend entries in as many lines as they need. */
function drawLegend(entries: readonly LegendEntry[], top: number): { markup: Markup; height: number } {
  let x = 0;
  let line = 0;
  const items = entries.map((entry) => {
    const label = shorten(entry.label);
    const width = 36 + textWidth(label) + 18;
    if (x > 0 && x + width > FIGURE_WIDTH) {
      x = 0;
      line += 1;
    }
    const whole = label !== entry.label && svg`<title>${entry.label}</title>`;
    const item = svg`<g transform="translate(${Math.round(x)} ${top + line * LINE_HEIGHT})">${sample(entry)}<text x="36" y="4">${label}${whole}</text></g>`;
    x += width;
    return item;
  });
  return { markup: svg`${items}`, height: entries.length === 0 ? 0 : (line + 1) * LINE_HEIGHT };
}

function sample({ style, look, neutral, opacity = 0.2 }: LegendEntry): Markup {
  const stroke = neutral === true ? svg`class="neutral-line" stroke="#444"` : strokeOf(style.ink);
  switch (look) {
    case 'band': {
      const fill = neutral === true ? svg`class="neutral-fill" fill="#444"` : fillOf(style.ink);
      return svg`<path d="M2,-6H28V6H2Z" ${fill} fill-opacity="${opacity}"/>`;
    }
    case 'dots':
      return svg`<path d="M6,2h0M15,-3h0M24,1h0" ${stroke} stroke-width="3.4" stroke-linecap="round"/>`;
    case 'raw':
      return svg`<path d="M2,0H28" ${stroke} stroke-width="0.9" stroke-opacity="0.6"/>`;
    case 'edge':
      return svg`<path d="M2,0H28" ${stroke} stroke-width="1.1"/>`;
    case 'main':
    case 'hollow': {
      const dash = dashOf(look === 'hollow' ? HOLLOW_DASH : neutral === true ? [] : style.dash);
      const line = svg`<path d="M2,0H28" ${stroke} stroke-width="1.8"${dash}/>`;
      return svg`${line}${neutral !== true && marker(15, 0, style, look === 'hollow')}`;
    }
    default:
      return look satisfies never;
  }
}

/** Draws a figure; its height follows from the legend and the number of panels. */
export function drawFigure(options: FigureOptions): DrawnFigure {
  const titleHeight = 30;
  const legend = drawLegend(options.legend, titleHeight + 10);
  const top = titleHeight + legend.height + 8;
  const columnWidth = FIGURE_WIDTH / options.columns;
  const rowHeight = MARGIN.top + options.plotHeight + MARGIN.bottom + 6;
  const panels = options.panels.map((panel, index) =>
    drawPanel({
      ...panel,
      left: (index % options.columns) * columnWidth + MARGIN.left,
      top: top + Math.floor(index / options.columns) * rowHeight + MARGIN.top,
      width: columnWidth - MARGIN.left - MARGIN.right,
      height: options.plotHeight,
    }),
  );
  const height = top + Math.ceil(options.panels.length / options.columns) * rowHeight;
  const { id, title, description } = options;
  const markup = svg`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${FIGURE_WIDTH} ${height}" role="img" aria-labelledby="${id}-t ${id}-d" font-family="system-ui, sans-serif" font-size="12" fill="#333">
<title id="${id}-t">${title}</title><desc id="${id}-d">${description}</desc>
<text x="0" y="16" class="figure-title" font-size="14" font-weight="600">${title}</text>
${legend.markup}
${panels.map((panel) => panel.markup)}
</svg>`;
  const sum = (key: 'drawn' | 'total'): number => panels.reduce((all, panel) => all + panel[key], 0);
  return { svg: markup, drawn: sum('drawn'), total: sum('total') };
}
