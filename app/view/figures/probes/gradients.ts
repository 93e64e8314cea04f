/** Figures of the probe of gradients: how long gradients and updates are in each layer. */
import { texts } from '../../../../engine/words/words.ts';
import { present, type Figure } from '../../figure.ts';
import { layersWith, type Measured } from './measured.ts';
import { axisTexts, byLayer, logarithmic, shares } from './parts.ts';

const t = texts('view.figures.gradients', {
  norms: 'Length of gradients',
  normsNote:
    'l2 norms, before clipping. A straight line upwards or downwards means that gradients explode or vanish with depth.',
  parameters: 'Of parameters',
  passed: 'Of what enters activations',
  norm: 'Norm',
  weights: 'Weights and bias',
  affine: 'Gamma and beta',
  activations: 'Activations',
  updates: 'Size of an update',
  updatesNote:
    'Ratio: length of the update over length of the parameters. Effective rate: learning rate / ‖W‖², for weights whose length changes nothing because a normalization follows; under plain gradient descent it decides how fast their direction moves (van Laarhoven 2017).',
  ratio: 'Update-to-weight ratio',
  rate: 'Effective learning rate',
  independent: 'Input-independent share of gradients',
  independentNote:
    '1: all samples pull the layer the same way, whatever they show. 0, but for rounding, right below batch normalization, which subtracts that mean (compare Bjorck et al. 2018).',
});

/** Layers with weights and biases. */
const weighted = (measured: Measured): string[] => layersWith(measured, 'input-independent share');
/** Layers that learn but a factor and a shift. */
const affine = (measured: Measured): string[] => {
  const others = weighted(measured);
  return layersWith(measured, 'weight norm').filter((layer) => !others.includes(layer));
};
/** What only passes gradients on. */
const passed = (measured: Measured): string[] => {
  const learned = layersWith(measured, 'weight norm');
  return layersWith(measured, 'gradient norm').filter((layer) => !learned.includes(layer));
};

/** Figures of one record, or of one of each of several runs. */
export function gradientFigures(all: readonly Measured[]): Figure[] {
  return present([
    {
      ...{ key: 'norms', shape: 'wide', title: t.norms, note: t.normsNote },
      panels: [
        ...byLayer(all, { key: 'parameters', title: t.parameters, y: logarithmic(t.norm) }, [
          { quantity: 'gradient norm', label: t.weights, layers: weighted },
          { quantity: 'gradient norm', label: t.affine, layers: affine },
        ]),
        ...byLayer(all, { key: 'activations', title: t.passed, y: logarithmic(t.norm) }, [
          { quantity: 'gradient norm', label: t.activations, look: 2, layers: passed },
        ]),
      ],
    },
    {
      ...{ key: 'updates', shape: 'wide', title: t.updates, note: t.updatesNote },
      panels: [
        ...byLayer(all, { key: 'ratio', title: t.ratio, y: logarithmic(t.ratio) }, [
          { quantity: 'update ratio', label: t.weights, layers: weighted },
          { quantity: 'update ratio', label: t.affine, layers: affine },
        ]),
        ...byLayer(all, { key: 'rate', title: t.rate, y: logarithmic(t.rate) }, [
          { quantity: 'effective rate', label: t.weights },
        ]),
      ],
    },
    {
      ...{ key: 'shares', shape: 'wide', title: t.independent, note: t.independentNote },
      panels: byLayer(all, { key: 'shares', title: t.independent, y: shares(axisTexts.share) }, [
        { quantity: 'input-independent share', label: t.weights },
      ]),
    },
  ]);
}
