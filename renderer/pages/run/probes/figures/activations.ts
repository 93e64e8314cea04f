/** Figures of the probe of activations: what enters each of them, how much of it passes, and how alike its outputs are. */
import type { Panel, RuleMark } from '../../../../charts/panel.ts';
import { m } from '../../../../messages/index.ts';
import {
  byLayer,
  layersWith,
  layersWithArray,
  line,
  linear,
  present,
  shares,
  valuesOf,
  type Measured,
  type ProbeFigure,
} from './figure.ts';

export function activationFigures(measured: Measured): ProbeFigure[] {
  const t = m.probes.activations;
  return present([
    {
      ...{ key: 'inputs', shape: 'small', title: t.inputs, note: t.inputsNote },
      panels: layersWith(measured, 'mean').map((layer) => histogram(measured, layer)),
    },
    {
      ...{ key: 'passing', shape: 'wide', title: t.passing, note: t.passingNote },
      panels: [
        byLayer(measured, { key: 'passing', title: t.shares, y: shares(m.probes.axis.share) }, [
          ['slope', t.slope],
          ['saturation', t.saturation],
          ['dead', t.dead],
          ['always-on', t.alwaysOn],
        ]),
        byLayer(measured, { key: 'centring', title: t.centring, y: linear(t.centringAxis, [0, 0.5]) }, [
          ['centring', t.measured, 4],
          ['prediction error', t.predictionError, 5],
        ]),
      ],
    },
    {
      ...{ key: 'active', shape: 'small', title: t.active, note: t.activeNote },
      panels: layersWithArray(measured, 'active').map((layer) => activeUnits(measured, layer)),
    },
    {
      ...{ key: 'samples', shape: 'wide', title: t.samples, note: t.samplesNote },
      panels: [
        byLayer(measured, { key: 'rank', title: t.rank, y: linear(t.rankAxis, [0]) }, [['rank', t.rank, 0]]),
        byLayer(measured, { key: 'cosine', title: t.cosine, y: linear(t.cosineAxis, [0, 1]) }, [
          ['cosine', t.cosine, 0],
        ]),
      ],
    },
  ]);
}

function histogram(measured: Measured, layer: string): Panel {
  const { numbers } = measured.record;
  const counts = valuesOf(measured, `${layer}/histogram`);
  const all = counts.reduce((a, b) => a + b, 0);
  const rules = [15, 50, 85].map((percent): RuleMark => ({
    ...{ kind: 'rule', axis: 'x', at: numbers[`${layer}/p${percent}`] ?? NaN },
    ...{ label: String(percent), tone: 'plain' },
  }));
  return {
    ...{ key: layer, title: layer },
    x: linear(m.probes.axis.input),
    y: linear(m.probes.axis.shareOfAll, [0]),
    marks: [
      {
        ...{ kind: 'bars', label: m.probes.activations.histogram, ink: 1 },
        edges: valuesOf(measured, `${layer}/histogram/edges`),
        heights: counts.map((count) => count / all),
      },
      ...rules.filter(({ at }) => Number.isFinite(at)),
    ],
  };
}

/** P(z > 0) of each unit: against what gamma and beta promise, or in order where they promise nothing. */
function activeUnits(measured: Measured, layer: string): Panel {
  const t = m.probes.activations;
  const active = valuesOf(measured, `${layer}/active`);
  const predicted = measured.arrays.get(`${layer}/predicted`)?.data;
  if (predicted !== undefined)
    return {
      ...{ key: layer, title: layer, x: shares(t.predicted), y: shares(t.observed) },
      marks: [{ kind: 'diagonal' }, line(t.units, 0, predicted, active, { loose: true })],
    };
  const sorted = active.slice().sort();
  return {
    ...{ key: layer, title: layer, x: linear(t.unitsInOrder, [0]), y: shares(t.observed) },
    marks: [
      line(
        t.units,
        0,
        sorted.map((_, i) => i + 1),
        sorted,
        { dots: false },
      ),
    ],
  };
}
