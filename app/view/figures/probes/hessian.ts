/** Figures of the probe of the Hessian: how its eigenvalues are spread, and the largest of them. */
import { texts } from '../../../../engine/words/words.ts';
import { present, type Figure, type Mark, type Panel } from '../../figure.ts';
import { styleAt } from '../../styles.ts';
import { valuesOf, type Measured } from './measured.ts';
import { dots, exact, line, logarithmic } from './parts.ts';

const t = texts('view.figures.hessian', {
  density: 'Spectral density',
  densityNote:
    'How all eigenvalues are spread, smoothed, on a logarithmic axis: most lie near 0, few stand out to the right. Left of 0 the loss bends downwards.',
  densityAxis: 'Density',
  eigenvalue: 'Eigenvalue',
  eigenvalues: 'Eigenvalues by rank',
  eigenvaluesNote:
    'The largest, or all of them where the network is small. The sizes of negative ones are drawn apart.',
  eigenvalueAxis: 'Size',
  rank: 'Rank',
  positive: 'Positive',
  negative: 'Negative',
  batch: 'Statistics of the batch',
  running: 'Running statistics',
  negativeOf: ({ run }: { run: string }) => `${run}, negative`,
});

/** Lowest density that is drawn, as a share of the highest: the tails of the smoothing reach down without end. */
const FLOOR = 1e-8;
const MODES = ['batch', 'running'] as const;

/** Figures of one record, or of one of each of several runs. */
export function hessianFigures(all: readonly Measured[]): Figure[] {
  return present([
    {
      ...{ key: 'density', shape: 'wide', title: t.density, note: t.densityNote },
      panels: MODES.map((mode): Panel => ({
        ...{ key: mode, title: t[mode], x: exact(t.eigenvalue, [0]), y: logarithmic(t.densityAxis) },
        marks: all.flatMap((measured) => densityOf(measured, mode, all.length === 1)),
      })),
    },
    {
      ...{ key: 'eigenvalues', shape: 'wide', title: t.eigenvalues, note: t.eigenvaluesNote },
      panels: MODES.map((mode): Panel => ({
        ...{ key: mode, title: t[mode], x: { ...exact(t.rank), whole: true }, y: logarithmic(t.eigenvalueAxis) },
        marks: all.flatMap((measured) => signs(measured, mode, all.length === 1)),
      })),
    },
  ]);
}

function densityOf(measured: Measured, mode: string, alone: boolean): Mark[] {
  const density = valuesOf(measured, `${mode}/density`);
  if (density.length === 0) return [];
  const highest = density.reduce((a, b) => Math.max(a, b), 0);
  const drawn = density.map((value) => Math.max(value, highest * FLOOR));
  const [label, style] = alone ? [t.density, styleAt(0)] : [measured.label, measured.style];
  return [line(label, style, valuesOf(measured, `${mode}/grid`), drawn, 'plain')];
}

/** More eigenvalues than this are a line. */
const MANY = 60;

/** Sizes of positive and of negative eigenvalues by their rank. */
function signs(measured: Measured, mode: string, alone: boolean): Mark[] {
  const values = valuesOf(measured, `${mode}/eigenvalues`);
  return ([1, -1] as const).flatMap((sign, look) => {
    const places = [...values.keys()].filter((i) => values[i]! * sign > 0);
    if (places.length === 0) return [];
    const run = measured.label;
    const label = alone ? (sign > 0 ? t.positive : t.negative) : sign > 0 ? run : t.negativeOf({ run });
    const [x, y] = [places.map((i) => i + 1), places.map((i) => values[i]! * sign)];
    if (alone)
      return [values.length > MANY ? line(label, styleAt(look), x, y, 'plain') : dots(label, styleAt(look), x, y)];
    return [line(label, measured.style, x, y, sign > 0 ? 'main' : 'hollow')];
  });
}
