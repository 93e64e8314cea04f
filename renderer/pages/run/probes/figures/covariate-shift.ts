/** Figures of the probe of covariate shift: both of its senses beside each other. */
import { m } from '../../../../messages/index.ts';
import { byLayer, linear, present, type Measured, type ProbeFigure } from './figure.ts';

export function covariateShiftFigures(measured: Measured): ProbeFigure[] {
  const t = m.probes.shift;
  return present([
    {
      ...{ key: 'shift', shape: 'wide', title: t.title, note: t.note },
      panels: [
        byLayer(measured, { key: 'gradient', title: t.gradient, y: linear(t.gradientAxis, [0]) }, [
          ['relative gradient shift', t.gradient, 0],
        ]),
        byLayer(measured, { key: 'cosine', title: t.cosine, y: linear(t.cosine, [0, 1]) }, [
          ['gradient cosine', t.cosine, 1],
        ]),
        byLayer(measured, { key: 'drift', title: t.drift, y: linear(t.driftAxis, [0]) }, [
          ['relative drift', t.drift, 2],
        ]),
      ],
    },
  ]);
}
