/** The parts that every table of a report is made of: a caption, a column a run, a row a quantity. */
import type { Subject } from './figures/subject.ts';
import { html, svg } from './markup.ts';
import type { Content, Markup } from './markup.ts';
import { dashOf, strokeOf } from './svg/ink.ts';
import { marker } from './svg/panel.ts';

/** A run's label with its line and marker, as in the legends. */
export function runLabel({ label, style }: Pick<Subject, 'label' | 'style'>): Markup {
  const line = svg`<path d="M1,0H29" ${strokeOf(style.ink)} stroke-width="1.8"${dashOf(style.dash)}/>`;
  const key = svg`<svg class="key" viewBox="0 -7 30 14" width="30" height="14" aria-hidden="true">${line}${marker(15, 0, style)}</svg>`;
  return html`${key} ${label}`;
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
