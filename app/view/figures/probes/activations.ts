/** Figures of the probe of activations: what enters each of them, how much of it passes, and how alike its outputs are. */
import { texts } from '../../../../engine/words/words.ts';
import { present, type Figure, type Mark, type Panel, type RuleMark } from '../../figure.ts';
import { styleAt } from '../../styles.ts';
import { layersWith, layersWithArray, together, valuesOf, type Measured } from './measured.ts';
import { axisTexts, byLayer, dots, exact, line, linear, ranks, shares } from './parts.ts';

const t = texts('view.figures.activations', {
  inputs: 'What enters each activation',
  inputsNote:
    'The bins fit the spread of each layer; what is farther out is counted in the outermost ones. Marked are the 15th, 50th and 85th percentile.',
  histogram: 'Histogram',
  passing: 'What passes each activation',
  passingNote:
    'Mean slope: the part of the gradient that passes at best. Saturated: outputs in the flat ends, where hardly any gradient passes. Dead: units of rectifiers that are off for every sample; always on: units that are linear for every sample.',
  shares: 'Shares',
  slope: 'Mean slope',
  saturation: 'Saturated',
  dead: 'Dead units',
  alwaysOn: 'Always on',
  centring: 'Distance of P(active) from 1/2',
  centringAxis: 'Mean distance',
  measured: 'Distance from 1/2',
  predictionError: 'Distance from Φ(β/|γ|)',
  active: 'How often units are active',
  activeNote:
    'P(active): part of the samples for which a unit gets more than 0. Where gamma and beta promise a value, Φ(β/|γ|) for normally distributed inputs, each dot is a unit, and on the line the promise is kept. Elsewhere the units stand in order.',
  predicted: 'Predicted Φ(β/|γ|)',
  observed: 'P(active)',
  units: 'Units',
  unitsInOrder: 'Units in order',
  samples: 'How alike samples look to each layer',
  samplesNote:
    'Effective rank: about the number of directions that the outputs of 256 samples fill. A rank of 1, or a mean cosine of 1 between two samples, means that the layer does not tell them apart.',
  rank: 'Effective rank',
  rankAxis: 'Directions',
  cosine: 'Mean cosine of two samples',
  cosineAxis: 'Cosine',
  density: 'Density',
});

/** Figures of one record, or of one of each of several runs. */
export function activationFigures(all: readonly Measured[]): Figure[] {
  return present([
    {
      ...{ key: 'inputs', shape: 'small', title: t.inputs, note: t.inputsNote },
      panels: together(all.map((measured) => layersWith(measured, 'mean'))).map((layer) => distribution(all, layer)),
    },
    {
      ...{ key: 'passing', shape: 'wide', title: t.passing, note: t.passingNote },
      panels: [
        ...byLayer(all, { key: 'passing', title: t.shares, y: shares(axisTexts.share) }, [
          { quantity: 'slope', label: t.slope },
          { quantity: 'saturation', label: t.saturation },
          { quantity: 'dead', label: t.dead },
          { quantity: 'always-on', label: t.alwaysOn },
        ]),
        ...byLayer(all, { key: 'centring', title: t.centring, y: linear(t.centringAxis, [0, 0.5]) }, [
          { quantity: 'centring', label: t.measured, look: 4 },
          { quantity: 'prediction error', label: t.predictionError, look: 5 },
        ]),
      ],
    },
    {
      ...{ key: 'active', shape: 'small', title: t.active, note: t.activeNote },
      panels: together(all.map((measured) => layersWithArray(measured, 'active'))).map((layer) =>
        activeUnits(all, layer),
      ),
    },
    {
      ...{ key: 'samples', shape: 'wide', title: t.samples, note: t.samplesNote },
      panels: [
        ...byLayer(all, { key: 'rank', title: t.rank, y: linear(t.rankAxis, [0]) }, [
          { quantity: 'rank', label: t.rank },
        ]),
        ...byLayer(all, { key: 'cosine', title: t.cosine, y: linear(t.cosineAxis, [0, 1]) }, [
          { quantity: 'cosine', label: t.cosine },
        ]),
      ],
    },
  ]);
}

/** Of one run a histogram with its percentiles; of several their densities, for the bins are as wide as suits each run. */
function distribution(all: readonly Measured[], layer: string): Panel {
  const bins = all.flatMap((measured) => {
    const [edges, counts] = [valuesOf(measured, `${layer}/histogram/edges`), valuesOf(measured, `${layer}/histogram`)];
    const sum = counts.reduce((a, b) => a + b, 0);
    return counts.length === 0 ? [] : [{ measured, edges, heights: counts.map((count) => count / sum) }];
  });
  const panel = { key: layer, title: layer, x: exact(axisTexts.input) };
  if (all.length > 1)
    return {
      ...{ ...panel, y: linear(t.density, [0]) },
      marks: bins.map(({ measured, edges, heights }) =>
        line(
          measured.label,
          measured.style,
          heights.map((_, i) => (edges[i]! + edges[i + 1]!) / 2),
          heights.map((height, i) => height / (edges[i + 1]! - edges[i]!)),
        ),
      ),
    };
  const rules = [15, 50, 85].map((percent): RuleMark => ({
    ...{ kind: 'rule', axis: 'x', at: all[0]!.record.numbers[`${layer}/p${percent}`] ?? NaN },
    ...{ label: String(percent), tone: 'plain' },
  }));
  return {
    ...{ ...panel, y: linear(axisTexts.shareOfAll, [0]) },
    marks: bins.flatMap(({ edges, heights }): Mark[] => [
      { kind: 'bars', label: t.histogram, style: styleAt(0), edges, heights },
      ...rules.filter(({ at }) => Number.isFinite(at)),
    ]),
  };
}

/** P(z > 0) of each unit: against what gamma and beta promise, or in order where not all runs have them. */
function activeUnits(all: readonly Measured[], layer: string): Panel {
  const found = all.flatMap((measured) => {
    const active = valuesOf(measured, `${layer}/active`);
    const [label, style] = all.length === 1 ? [t.units, styleAt(0)] : [measured.label, measured.style];
    return active.length === 0 ? [] : [{ active, predicted: measured.array(`${layer}/predicted`), label, style }];
  });
  if (found.every(({ predicted }) => predicted !== undefined))
    return {
      ...{ key: layer, title: layer, x: shares(t.predicted), y: shares(t.observed) },
      marks: [
        { kind: 'diagonal' },
        ...found.map(({ label, style, predicted, active }) => dots(label, style, predicted!, active)),
      ],
    };
  return {
    ...{ key: layer, title: layer, x: { ...exact(t.unitsInOrder, [0]), whole: true }, y: shares(t.observed) },
    marks: found.map(({ label, style, active }) => line(label, style, ranks(active), active.slice().sort(), 'plain')),
  };
}
