/** Figures of the probes that check what should be exact: how large the differences are, on logarithmic axes. */
import { texts } from '../../../../engine/words/words.ts';
import { present, type Figure, type Mark, type Panel } from '../../figure.ts';
import { formatNumber } from '../../numbers.ts';
import { styleAt } from '../../styles.ts';
import { layersWithArray, together, valuesOf, type Measured } from './measured.ts';
import { axisTexts, byLayer, line, logarithmic } from './parts.ts';

const same = texts('view.figures.identity', {
  title: 'Largest difference between output and input',
  note: 'Of each layer that was set to undo itself, and of the outputs of the network against one without these layers. About 10⁻¹⁵ is rounding: the layer is the identity there. The size of the input is for comparison.',
  difference: 'Largest |y − x|',
  same: 'Batch that the statistics are from',
  other: 'Another batch, with its own statistics',
  unseen: 'Unseen samples, in inference',
  input: 'Size of the input',
});

/** On which data layers that were set to undo themselves give back what enters them. */
export function identityFigures(all: readonly Measured[]): Figure[] {
  // The outputs of the network stand behind its last layer.
  const withOutputs = all.map((measured) => ({ ...measured, layers: [...measured.layers, 'outputs'] }));
  return present([
    {
      ...{ key: 'identity', shape: 'wide', title: same.title, note: same.note },
      panels: byLayer(withOutputs, { key: 'identity', title: same.title, y: logarithmic(same.difference) }, [
        { quantity: 'same batch', label: same.same },
        { quantity: 'other batch', label: same.other },
        { quantity: 'unseen', label: same.unseen },
        { quantity: 'input', label: same.input, look: 7 },
      ]),
    },
  ]);
}

const t = texts('view.figures.scale-invariance', {
  title: 'What is left after weights were multiplied',
  note: 'Differences of about 10⁻¹⁵ are rounding. With eps the error grows as eps over the variance of the pre-activations, so that small factors lose the invariance.',
  factor: 'Factor of the weights',
  errorAxis: 'Error',
  'gradient error': 'Gradient, as a part of its length',
  'output difference': 'Outputs, largest difference',
  'other gradients error': 'Gradients of the other layers',
  withoutEps: ({ name }: { name: string }) => `${name}, without eps`,
  cosines: 'Angle between weights and gradient',
  cosinesNote:
    'Cosine between the weights and their gradient: 0, but for eps and rounding, where the length of the weights changes nothing. Of single units it is 0 only where each unit is standardized by itself.',
  cosineAxis: 'Cosine',
  whole: 'Whole layer',
  unit: 'Largest of a unit',
});

const QUANTITIES = ['gradient error', 'output difference', 'other gradients error'] as const;
type Quantity = (typeof QUANTITIES)[number];

/** What changes when the weights of a layer are multiplied. */
export function scaleInvarianceFigures(all: readonly Measured[]): Figure[] {
  const layers = together(all.map((measured) => layersWithArray(measured, 'gradient error')));
  return present([
    {
      ...{ key: 'errors', shape: 'small', title: t.title, note: t.note },
      panels: layers.flatMap((layer) =>
        all.length === 1
          ? [errors(all, layer, layer, layer, QUANTITIES)]
          : QUANTITIES.map((quantity) => {
              const title = axisTexts.quantity({ title: layer, label: t[quantity] });
              return errors(all, layer, `${layer}/${quantity}`, title, [quantity]);
            }),
      ),
    },
    {
      ...{ key: 'cosines', shape: 'wide', title: t.cosines, note: t.cosinesNote },
      panels: byLayer(all, { key: 'cosines', title: t.cosines, y: logarithmic(t.cosineAxis) }, [
        { quantity: 'cosine', label: t.whole },
        { quantity: 'cosine without eps', label: t.withoutEps({ name: t.whole }) },
        { quantity: 'largest unit cosine', label: t.unit },
        { quantity: 'largest unit cosine without eps', label: t.withoutEps({ name: t.unit }) },
      ]),
    },
  ]);
}

/** Errors over the factors, with eps as the network has it and without. */
function errors(
  all: readonly Measured[],
  layer: string,
  key: string,
  title: string,
  quantities: readonly Quantity[],
): Panel {
  const factors = [...valuesOf(all[0]!, 'factor')];
  const mark = (measured: Measured, quantity: Quantity, look: number, exact: boolean): Mark => {
    const values = valuesOf(measured, `${layer}/${quantity}${exact ? ' without eps' : ''}`);
    const name = all.length === 1 ? t[quantity] : measured.label;
    const style = all.length === 1 ? styleAt(2 * look + (exact ? 1 : 0)) : measured.style;
    const label = exact ? t.withoutEps({ name }) : name;
    return line(label, style, [...values.keys()], values, exact && all.length > 1 ? 'hollow' : 'main');
  };
  return {
    ...{ key, title, y: logarithmic(t.errorAxis) },
    x: { title: t.factor, scale: 'category', categories: factors.map((factor) => `× ${formatNumber(factor)}`) },
    marks: all.flatMap((measured) =>
      quantities.flatMap((quantity) =>
        [false, true].map((exact) => mark(measured, quantity, QUANTITIES.indexOf(quantity), exact)),
      ),
    ),
  };
}
