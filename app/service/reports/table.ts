/** The parts that every table of a report is made of: a caption, a column a run, a row a quantity. */
import { SIGN, signOf } from '../../view/draw/marker.ts';
import type { Subject } from './figures/subject.ts';
import { html, svg } from './markup.ts';
import type { Content, Markup } from './markup.ts';
import { drawShapes } from './svg/shapes.ts';

/** A run's label with its line and marker, as in the legends. */
export function runLabel({ label, style }: Pick<Subject, 'label' | 'style'>): Markup {
  const { width, height } = SIGN;
  const sign = drawShapes(signOf({ label, style, look: 'main' }));
  return html`${svg`<svg class="key" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">${sign}</svg>`}
  ${label}`;
}

/** Columns up to which all get the same width; more may scroll. */
const FEW = 4;

/** A table in a box that scrolls by itself where it is wider than the page; `first` heads the column of row titles. */
export const table = (caption: string, first: string, columns: readonly Content[], rows: readonly Markup[]): Markup =>
  html`<div class="scroll" role="group" tabindex="0" aria-label="${caption}">
    <table class="${columns.length <= FEW ? 'few' : 'many'}">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">${first}</th>
          ${columns.map((column) => html`<th scope="col" class="number">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;

/** A row with one cell for each column. */
export const row = (title: Content, cells: readonly Content[]): Markup =>
  html`<tr>
    <th scope="row">${title}</th>
    ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
  </tr>`;

/** A path of a specification, which may break after its dots. */
export const pathCode = (path: string): Markup =>
  html`<code>${path.split('.').map((part, index) => (index === 0 ? part : svg`.<wbr>${part}`))}</code>`;
