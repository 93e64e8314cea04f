/** Figures of app/view as they stand in a report: the drawing, its caption, and the numbers behind it. */
import type { Figure } from '../../../view/figure.ts';
import { figureSummary, figureTable, formatOn, recordedLines } from '../../../view/figure-table.ts';
import { formatCount, formatNumber } from '../../../view/numbers.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { drawFigure } from '../svg/figure.ts';
import { row, table } from '../table.ts';
import { numbersTable } from '../tables.ts';

/** Rows of a table of numbers: deep networks have thousands. */
const MOST_ROWS = 200;

/** A figure with its caption and a table; `id` is unique in the document, `number` counts figures from 1. */
export function figureMarkup(figure: Figure, id: string, number: number, numbers = numbersOf(figure)): Markup {
  const { svg, drawn, total, remarks } = drawFigure(figure, { id, description: figureSummary(figure) });
  const thinned =
    drawn < total && ` Drawn ${formatCount(drawn)} of ${formatCount(total)} points; smallest and largest are kept.`;
  const odd = remarks.length > 0 && ` ${[...new Set(remarks)].join('; ')}.`;
  return html`<figure>
    ${svg}
    <figcaption><b>Figure ${number}.</b> ${figure.note}${thinned}${odd}</figcaption>
    <details>
      <summary>Numbers of figure ${number}</summary>
      ${numbers}
    </details>
  </figure>`;
}

/** The numbers of a figure: of curves at evenly spaced steps, of others a row a number. */
function numbersOf(figure: Figure): Markup {
  if (figure.shape === 'curves')
    return numbersTable(
      recordedLines(figure.panels).map(({ title, axis, mark }) => ({
        title,
        points: { steps: Float64Array.from(mark.x), values: Float64Array.from(mark.y) },
        format: (value) => formatOn(axis.unit, value),
      })),
    );
  const { columns, rows, cell } = figureTable(figure);
  const text = (value: number | string | null): Content =>
    typeof value === 'number' ? formatNumber(value) : (value ?? '–');
  const caption =
    rows <= MOST_ROWS ? 'What is drawn' : `${formatCount(MOST_ROWS)} of ${formatCount(rows)} numbers that are drawn`;
  return table(
    caption,
    columns[0]!,
    columns.slice(1),
    Array.from({ length: Math.min(MOST_ROWS, rows) }, (_, r) =>
      row(
        text(cell(r, 0)),
        columns.slice(1).map((_title, c) => text(cell(r, c + 1))),
      ),
    ),
  );
}
