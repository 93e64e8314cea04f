/** Figures of the probes that check what should be exact: how large the differences are, on logarithmic axes. */
import type { Panel } from '../../../../charts/panel.ts';
import { m } from '../../../../messages/index.ts';
import { formatNumber } from '../../../../../app/view/numbers.ts';
import {
  byLayer,
  layersWithArray,
  line,
  logarithmic,
  present,
  valuesOf,
  type Measured,
  type ProbeFigure,
} from './figure.ts';

/** On which data layers that were set to undo themselves give back what enters them. */
export function identityFigures(measured: Measured): ProbeFigure[] {
  const t = m.probes.identity;
  // The outputs of the network stand behind its last layer.
  const withOutputs = { ...measured, layers: [...measured.layers, 'outputs'] };
  return present([
    {
      ...{ key: 'identity', shape: 'wide', title: t.title, note: t.note },
      panels: [
        byLayer(withOutputs, { key: 'identity', title: t.title, y: logarithmic(t.difference) }, [
          ['same batch', t.same, 0],
          ['other batch', t.other, 1],
          ['unseen', t.unseen, 2],
          ['input', t.input, 7],
        ]),
      ],
    },
  ]);
}

const QUANTITIES = ['gradient error', 'output difference', 'other gradients error'] as const;

/** What changes when the weights of a layer are multiplied. */
export function scaleInvarianceFigures(measured: Measured): ProbeFigure[] {
  const t = m.probes.scale;
  const factors = [...valuesOf(measured, 'factor')];
  const panel = (layer: string): Panel => ({
    ...{ key: layer, title: layer, y: logarithmic(t.errorAxis) },
    x: { title: t.factor, scale: 'category', categories: factors.map((factor) => `× ${formatNumber(factor)}`) },
    marks: QUANTITIES.flatMap((quantity, look) =>
      (['', ' without eps'] as const).map((suffix) => {
        const values = valuesOf(measured, `${layer}/${quantity}${suffix}`);
        const label = suffix === '' ? t.quantities[quantity] : t.withoutEps(t.quantities[quantity]);
        return line(
          label,
          2 * look + (suffix === '' ? 0 : 1),
          factors.map((_, i) => i),
          values,
        );
      }),
    ),
  });
  return present([
    {
      ...{ key: 'errors', shape: 'small', title: t.title, note: t.note },
      panels: layersWithArray(measured, 'gradient error').map(panel),
    },
    {
      ...{ key: 'cosines', shape: 'wide', title: t.cosines, note: t.cosinesNote },
      panels: [
        byLayer(measured, { key: 'cosines', title: t.cosines, y: logarithmic(t.cosineAxis) }, [
          ['cosine', t.whole, 0],
          ['cosine without eps', t.withoutEps(t.whole), 1],
          ['largest unit cosine', t.unit, 2],
          ['largest unit cosine without eps', t.withoutEps(t.unit), 3],
        ]),
      ],
    },
  ]);
}
