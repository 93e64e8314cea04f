/** Figures of the probe of the loss landscape: along the gradient, along a random line, and over a plane. */
import type { Panel } from '../../../../charts/panel.ts';
import { m } from '../../../../messages/index.ts';
import { line, linear, present, valuesOf, type Measured, type ProbeFigure } from './figure.ts';

export function landscapeFigures(measured: Measured): ProbeFigure[] {
  const t = m.probes.landscape;
  const { numbers } = measured.record;
  const multiples = valuesOf(measured, 'multiples');
  const along = (key: string, title: string, values: Float64Array): Panel => ({
    ...{ key, title, x: linear(t.multiple), y: linear(title, [0]) },
    marks: values.length === 0 ? [] : [line(title, 0, multiples, values)],
  });
  const losses = along('loss', m.probes.axis.loss, valuesOf(measured, 'losses'));
  const offsets = valuesOf(measured, 'offsets');
  const slice = valuesOf(measured, 'line');
  const plane = valuesOf(measured, 'plane');
  return present([
    {
      ...{ key: 'gradient', shape: 'small', title: t.gradient, note: t.gradientNote },
      panels: [
        {
          ...losses,
          marks: [
            ...losses.marks,
            { kind: 'rule', axis: 'y', at: numbers['loss'] ?? NaN, label: t.start, tone: 'plain' },
          ],
        },
        along('change', t.change, valuesOf(measured, 'gradient changes')),
        along('smoothness', t.smoothness, valuesOf(measured, 'beta-smoothness')),
      ],
    },
    {
      ...{ key: 'slices', shape: 'tall', title: t.slices, note: t.slicesNote },
      panels: [
        {
          ...{ key: 'line', title: t.line, x: linear(t.first), y: linear(m.probes.axis.loss) },
          marks: slice.length === 0 ? [] : [line(m.probes.axis.loss, 0, offsets, slice, { dots: false })],
        },
        {
          ...{ key: 'plane', title: t.plane, x: linear(t.first), y: linear(t.second) },
          marks:
            plane.length === 0
              ? []
              : [{ kind: 'grid', x: offsets, y: offsets, values: plane, title: m.probes.axis.loss }],
        },
      ],
    },
  ]);
}
