/**
 * Takes the style sheet of the map library out of Plotly when the page is built: it would be inserted as inline styles, which
 * the security policy forbids, and none of our figures is a map. Says so where a version of Plotly brings another one.
 */

/** A style sheet as the bundler of Plotly wraps it: a module of its own that inserts it. */
const SHEET = /("[^"\n]+\.css"\(\) \{\n)[\s\S]*?(\n {4}\}\n {2}\}\);)/g;
/** Where inline styles are made. One place stays, which Plotly leaves out on its own where it is asked to (renderer/charts/plotly.ts). */
const INSERTION = /createElement\(['"`]style['"`]\)/g;
const LEFT = 1;

/** The source of plotly.js-dist without modules that insert style sheets. Throws where it would insert one nevertheless. */
export function withoutStyleSheets(source: string): string {
  const code = source.replace(SHEET, '$1$2');
  const left = code.match(INSERTION)?.length ?? 0;
  if (code === source || left !== LEFT)
    throw new Error(
      `plotly.js-dist inserts style sheets in another way than before (${left} places are left, expected ${LEFT}); look for ` +
        `createElement("style") in it and change scripts/without-style-sheets.ts.`,
    );
  return code;
}

/** Does so in the build of the page. */
export const plotlyWithoutStyleSheets = {
  name: 'plotly-without-style-sheets',
  transform: {
    filter: { id: /[\\/]plotly\.js-dist[\\/]plotly\.js$/ },
    handler: (code: string) => ({ code: withoutStyleSheets(code), map: null }),
  },
};
