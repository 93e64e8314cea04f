/** Figures of the probe of the Hessian: how its eigenvalues are spread, and the largest of them. */
import type { Panel } from '../../../../charts/panel.ts';
import { m } from '../../../../messages/index.ts';
import { line, linear, logarithmic, present, valuesOf, type Measured, type ProbeFigure } from './figure.ts';

/** Lowest density that is drawn, as a share of the highest: the tails of the smoothing reach down without end. */
const FLOOR = 1e-8;
const MODES = ['batch', 'running'] as const;

export function hessianFigures(measured: Measured): ProbeFigure[] {
  const t = m.probes.hessian;
  return present([
    {
      ...{ key: 'density', shape: 'wide', title: t.density, note: t.densityNote },
      panels: MODES.map((mode): Panel => {
        const density = valuesOf(measured, `${mode}/density`);
        const highest = density.reduce((a, b) => Math.max(a, b), 0);
        const drawn = density.map((value) => Math.max(value, highest * FLOOR));
        return {
          ...{
            key: mode,
            title: m.probes.statistics[mode],
            x: linear(t.eigenvalue, [0]),
            y: logarithmic(t.densityAxis),
          },
          marks:
            density.length === 0
              ? []
              : [line(t.density, 0, valuesOf(measured, `${mode}/grid`), drawn, { dots: false })],
        };
      }),
    },
    {
      ...{ key: 'eigenvalues', shape: 'wide', title: t.eigenvalues, note: t.eigenvaluesNote },
      panels: MODES.map((mode): Panel => {
        const values = valuesOf(measured, `${mode}/eigenvalues`);
        return {
          ...{ key: mode, title: m.probes.statistics[mode], x: linear(t.rank), y: logarithmic(t.eigenvalueAxis) },
          marks: values.length === 0 ? [] : signs(values),
        };
      }),
    },
  ]);
}

/** Sizes of positive and of negative eigenvalues by their rank. */
function signs(values: Float64Array) {
  const t = m.probes.hessian;
  const many = values.length > 60;
  return ([1, -1] as const).flatMap((sign, look) => {
    const ranks = [...values.keys()].filter((i) => values[i]! * sign > 0);
    if (ranks.length === 0) return [];
    const label = sign > 0 ? t.positive : t.negative;
    const options = many ? { dots: false } : { loose: true };
    return [
      line(
        label,
        look,
        ranks.map((i) => i + 1),
        ranks.map((i) => values[i]! * sign),
        options,
      ),
    ];
  });
}
