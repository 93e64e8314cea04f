/** Figures of reports as SVG: gaps, edges, and what is counted. */
import { describe, expect, test } from 'vitest';
import { drawFigure } from '../../../../app/service/reports/svg/figure.ts';
import { layoutOf } from '../../../../app/view/draw/layout.ts';
import type { Figure, Mark, Panel } from '../../../../app/view/figure.ts';
import { styleAt } from '../../../../app/view/styles.ts';

const line = (y: number[], look: 'main' | 'raw' = 'raw'): Mark => ({
  ...{ kind: 'line', label: 'a', style: styleAt(0), look, x: y.map((_, i) => i), y },
});
const panel = (...marks: Mark[]): Panel => ({
  ...{
    key: 'p',
    title: 'Loss',
    marks,
    x: { title: '', scale: 'linear', exact: true },
    y: { title: '', scale: 'linear' },
  },
});
/** The line's path in a plot area of 400 by 100 px. */
const pathOf = (y: number[]): string | undefined => {
  const frame = { width: 460, height: 132, x: { low: 0, high: 4, log: false }, y: { low: 0, high: 10, log: false } };
  const { shapes } = layoutOf(panel(line(y)), { ...frame, colors: null });
  return shapes.flatMap((shape) => (shape.kind === 'path' && shape.stroke === 1 ? [shape.d] : []))[0];
};

describe('lines', () => {
  test('have a gap at every non-finite value; a point alone is a dot', () => {
    expect(pathOf([0, 10, NaN, 5, Infinity])).toBe('M48,112L148,12M348,62h0');
  });

  test('go to the edge once where they leave the axis', () => {
    expect(pathOf([5, 99, 999, 5])).toBe('M48,62L148,12M348,62h0');
  });
});

describe('figures', () => {
  const figure = (...panels: Panel[]): Figure => ({ key: 'f', title: 'Loss', note: '', shape: 'wide', panels });
  const draw = (one: Figure) => drawFigure(one, { id: 'f', description: 'what it shows' });

  test('say that there is nothing finite, and hold no attribute without a number', () => {
    const { svg } = draw(figure(panel(line([NaN, NaN]))));
    expect(svg.text).not.toMatch(/="[^"]*(?:NaN|undefined)[^"]*"/);
    expect(svg.text).toContain('no finite value');
  });

  test('count the recorded points that are drawn', () => {
    const long = Array.from({ length: 10_000 }, (_, i) => Math.sin(i / 300));
    const { drawn, total, svg } = draw(figure(panel(line(long))));
    expect(total).toBe(10_000);
    expect(drawn).toBeLessThan(2100);
    expect(svg.text.length).toBeLessThan(40_000);
  });

  test('explain the colours of pictures', () => {
    const grid: Mark = { kind: 'grid', x: [0, 1], y: [0, 1], values: [1, 2, 3, 4], title: 'Loss around' };
    expect(draw(figure(panel(grid))).svg.text).toContain('Loss around');
  });
});
