/** Text that becomes markup: everything put into a template is escaped unless it is markup already. */

/** Markup that was made by {@link html}; nothing else may go into a page unescaped. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes; null, undefined and false leave nothing. */
export type Content = Markup | string | number | null | undefined | false | readonly Content[];

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text safe inside elements and quoted attributes; control characters that no document may hold become U+FFFD. */
export const escapeText = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!).replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, '\ufffd');

function render(content: Content): string {
  if (content === null || content === undefined || content === false) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(render).join('');
  return escapeText(String(content));
}

/** A template for HTML and SVG alike: html`<p>${anything}</p>`. */
export const html = (parts: TemplateStringsArray, ...contents: Content[]): Markup =>
  new Markup(parts.reduce((text, part, index) => text + render(contents[index - 1]) + part));

/** The same for SVG; the other name keeps formatters from breaking its lines as if they were HTML. */
export const svg = html;
