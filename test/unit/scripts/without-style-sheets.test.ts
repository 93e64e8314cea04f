import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { withoutStyleSheets } from '../../../scripts/without-style-sheets.ts';

const plotly = readFileSync(createRequire(import.meta.url).resolve('plotly.js-dist'), 'utf8');

describe('Plotly as it is installed', () => {
  it('brings one style sheet, that of its map library, which is taken out, and nothing else', () => {
    const code = withoutStyleSheets(plotly);
    expect(plotly).toContain('.maplibregl-map{');
    expect(code).not.toContain('.maplibregl-map{');
    expect(plotly.length - code.length).toBeLessThan(100_000);
    const modules = (text: string): string[] => text.match(/^ {4}"[^"\n]+"\((exports(, module)?)?\) \{$/gm) ?? [];
    expect(modules(plotly).length).toBeGreaterThan(1000);
    expect(modules(code)).toEqual(modules(plotly));
  });
});

it('says so where style sheets come in another way', () => {
  const sheet = '    "x/map.css"() {\n      document.createElement("style");\n    }\n  });\n';
  const rule = 'style = document.createElement("style");\n';
  expect(withoutStyleSheets(sheet + rule)).toBe(`    "x/map.css"() {\n\n    }\n  });\n${rule}`);
  const message = /plotly\.js-dist inserts style sheets in another way.*scripts\/without-style-sheets\.ts/;
  for (const source of [rule, sheet, `${sheet}${rule}${rule}`, `${sheet.replace('.css', '')}${rule}`, ''])
    expect(() => withoutStyleSheets(source)).toThrow(message);
});
