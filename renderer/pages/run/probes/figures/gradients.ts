/** Figures of the probe of gradients: how long gradients and updates are in each layer. */
import { m } from '../../../../messages/index.ts';
import { byLayer, layersWith, logarithmic, present, shares, type Measured, type ProbeFigure } from './figure.ts';

export function gradientFigures(measured: Measured): ProbeFigure[] {
  const t = m.probes.gradients;
  const learned = layersWith(measured, 'weight norm');
  const weighted = layersWith(measured, 'input-independent share');
  const affine = learned.filter((layer) => !weighted.includes(layer));
  const passed = layersWith(measured, 'gradient norm').filter((layer) => !learned.includes(layer));
  return present([
    {
      ...{ key: 'norms', shape: 'wide', title: t.norms, note: t.normsNote },
      panels: [
        byLayer(measured, { key: 'parameters', title: t.parameters, y: logarithmic(t.norm) }, [
          ['gradient norm', t.weights, 0, weighted],
          ['gradient norm', t.affine, 1, affine],
        ]),
        byLayer(measured, { key: 'activations', title: t.passed, y: logarithmic(t.norm) }, [
          ['gradient norm', t.activations, 2, passed],
        ]),
      ],
    },
    {
      ...{ key: 'updates', shape: 'wide', title: t.updates, note: t.updatesNote },
      panels: [
        byLayer(measured, { key: 'ratio', title: t.ratio, y: logarithmic(t.ratio) }, [
          ['update ratio', t.weights, 0, weighted],
          ['update ratio', t.affine, 1, affine],
        ]),
        byLayer(measured, { key: 'rate', title: t.rate, y: logarithmic(t.rate) }, [['effective rate', t.weights, 0]]),
      ],
    },
    {
      ...{ key: 'shares', shape: 'wide', title: t.independent, note: t.independentNote },
      panels: [
        byLayer(measured, { key: 'shares', title: t.independent, y: shares(m.probes.axis.share) }, [
          ['input-independent share', t.weights, 0],
        ]),
      ],
    },
  ]);
}
