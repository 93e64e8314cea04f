/** Page and report draw one description: the same ticks, titles, names, lines and colours, whatever the figure. */
import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import { layoutOf, sizeOf } from '../../../../app/view/draw/layout.ts';
import { signOf } from '../../../../app/view/draw/marker.ts';
import type { Shape } from '../../../../app/view/draw/shape.ts';
import { extentsOf } from '../../../../app/view/extents.ts';
import { legendOf, type Figure, type Panel } from '../../../../app/view/figure.ts';
import { CHART_COLORS, RUN_COLORS, styleAt } from '../../../../app/view/styles.ts';
import { SHAPE_RULES, drawShapes } from '../../../../app/service/reports/svg/shapes.ts';
import PanelPlot from '../../../../renderer/charts/PanelPlot.svelte';
import PanelLegend from '../../../../renderer/charts/PanelLegend.svelte';
import { CHART_TOKENS, paintOf } from '../../../../renderer/charts/paint.ts';

const WIDTH = 380;
const panels: Panel[] = [
  {
    ...{
      key: 'curves',
      title: 'Curves',
      x: { title: 'Step', scale: 'linear', exact: true },
      y: { title: 'Loss', scale: 'auto' },
    },
    marks: [
      { kind: 'rule', axis: 'y', at: 0.5, label: 'target 0.5', tone: 'warn' },
      { kind: 'band', label: '', style: styleAt(1), x: [0, 1, 2], low: [1, 2, 2], high: [3, 4, 500] },
      { kind: 'line', label: 'a <b> & "c"', style: styleAt(1), look: 'main', x: [0, 1, 2], y: [2, 3, 400] },
      { kind: 'line', label: 'd', style: styleAt(6), look: 'hollow', x: [0, 1, 2], y: [1, NaN, 2], broken: true },
    ],
  },
  {
    ...{ key: 'layers', title: 'Layers', y: { title: 'Share', scale: 'linear', unit: 'percent' } },
    x: { title: 'Layer', scale: 'category', categories: ['dense1', 'norm1'] },
    marks: [
      { kind: 'columns', label: 'columns', style: styleAt(0), values: [0.25, NaN] },
      { kind: 'boxes', label: 'boxes', style: styleAt(2), boxes: [{ at: 0, values: [0.1, 0.2, 0.3, 0.4, 0.5] }] },
      {
        ...{ kind: 'intervals', label: 'means', style: styleAt(4), along: 'x' },
        intervals: [{ at: 1, mean: 0.5, low: 0.2, high: 0.9 }],
      },
    ],
  },
  {
    ...{
      key: 'plane',
      title: 'Plane',
      x: { title: 'First', scale: 'linear' },
      y: { title: 'Second', scale: 'linear' },
    },
    marks: [
      { kind: 'grid', x: [-1, 0, 1], y: [-1, 0, 1], values: [1, 2, 3, 4, NaN, 6, 7, 8, 9], title: 'Loss' },
      { kind: 'diagonal' },
      { kind: 'bars', label: 'bars', style: styleAt(3), edges: [-1, 0, 1], heights: [0.5, 1] },
      { kind: 'dots', label: 'dots', style: styleAt(5), x: [0, 1], y: [0, 1] },
    ],
  },
];
const figure: Figure = { key: 'f', title: 'Figure', note: '', shape: 'wide', panels };

const unescaped = (text: string): string =>
  text
    .replaceAll(/<!--.*?-->/gs, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
/** Contents of all elements of a kind. */
const textsOf = (markup: string, tag: string): string[] =>
  [...markup.matchAll(new RegExp(`<${tag}[ >][^]*?</${tag}>`, 'g'))].map(([found]) =>
    unescaped(found.replaceAll(/<title>[^]*?<\/title>/g, '').replaceAll(/<(?!!--)[^>]*>/g, '')).trim(),
  );
const attributesOf = (markup: string, tag: string, name: string): string[] =>
  [...markup.matchAll(new RegExp(`<${tag}\\s([^>]*)>`, 'g'))].map(
    ([, all]) => new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(all!)?.[1] ?? '',
  );

/** What the report's classes mean, in tokens of the page. */
function tokenOfClass(classes: string, what: 's' | 'f'): string {
  const name = classes
    .split(' ')
    .find((one) => one.startsWith(`${what}-`))
    ?.slice(2);
  if (name === undefined) return '';
  return /^\d$/.test(name) ? `var(--run-${name})` : `var(${CHART_TOKENS[name as keyof typeof CHART_TOKENS]})`;
}

describe.each(panels)('panel $key', (panel) => {
  const { x, y } = extentsOf({ panels: [panel] })[0]!;
  const { height } = sizeOf(figure);
  const page = render(PanelPlot, { props: { panel, x, y, height, label: panel.title } }).body;
  const report = drawShapes(layoutOf(panel, { width: WIDTH, height, x, y, colors: null }).shapes).text;

  test('has the same words at the same places', () => {
    expect(textsOf(report, 'text').length).toBeGreaterThan(4);
    expect(textsOf(report, 'text')).toEqual(textsOf(page, 'text'));
    for (const place of ['x', 'y', 'transform', 'text-anchor'])
      expect(attributesOf(report, 'text', place)).toEqual(attributesOf(page, 'text', place));
    expect(textsOf(report, 'title')).toEqual(textsOf(page, 'title'));
  });

  test('has the same lines in the same colours and dashes', () => {
    for (const name of ['d', 'transform', 'stroke-width', 'stroke-dasharray', 'opacity', 'fill-opacity'])
      expect([name, attributesOf(report, 'path', name)]).toEqual([name, attributesOf(page, 'path', name)]);
    const classes = attributesOf(report, 'path', 'class');
    for (const [what, name] of [
      ['s', 'stroke'],
      ['f', 'fill'],
    ] as const) {
      const [own, light] = [attributesOf(page, 'path', name), attributesOf(report, 'path', name)];
      own.forEach((color, i) => {
        const token = tokenOfClass(classes[i]!, what);
        expect(token === '' ? light[i] || 'none' : token).toBe(color);
      });
    }
  });

  test('has no attribute that is no number', () => {
    for (const markup of [page, report]) expect(markup).not.toMatch(/="[^"]*(?:NaN|undefined|Infinity)[^"]*"/);
  });
});

test('a legend has the signs of the figure', () => {
  const entries = legendOf(figure);
  expect(entries.map(({ label }) => label)).toEqual(['a <b> & "c"', 'd', 'dots']);
  const page = render(PanelLegend, { props: { entries } }).body;
  expect(textsOf(page, 'li')).toEqual(entries.map(({ label }) => label));
  expect(attributesOf(page, 'path', 'd')).toEqual(
    entries.flatMap((entry) => signOf(entry).flatMap((shape: Shape) => (shape.kind === 'path' ? [shape.d] : []))),
  );
});

test('every colour has a rule in the style sheet of reports, for light and dark, and a token on the page', () => {
  RUN_COLORS.forEach(({ light, dark }, i) => {
    expect(SHAPE_RULES).toContain(`.s-${i + 1}{stroke:light-dark(${light},${dark})}`);
    expect(paintOf((i + 1) as 1)).toBe(`var(--run-${i + 1})`);
  });
  for (const name of Object.keys(CHART_COLORS) as (keyof typeof CHART_COLORS)[])
    expect([SHAPE_RULES.includes(`.f-${name}{`), paintOf(name)]).toEqual([true, `var(${CHART_TOKENS[name]})`]);
});
