/** Figures of the probes that look at normalization layers: gaps of statistics, scores, gamma and beta. */
import type { Panel, RuleMark } from '../../../../charts/panel.ts';
import { m } from '../../../../messages/index.ts';
import { formatNumber } from '../../../../../app/view/numbers.ts';
import {
  boxesOf,
  byLayer,
  layersWithArray,
  linear,
  logarithmic,
  present,
  shares,
  type Measured,
  type ProbeFigure,
} from './figure.ts';
import { scorePanels } from './scores.ts';

/** Median z from which a person is warned, and from which running statistics are wrong, as in the probe. */
const LEVELS = [0.1, 0.3] as const;

export function normalizationFigures(measured: Measured): ProbeFigure[] {
  const t = m.probes.normalization;
  return present([
    { ...{ key: 'gap', shape: 'wide', title: t.gap, note: t.gapNote }, panels: gapPanels(measured) },
    {
      ...{ key: 'scores', shape: 'small', title: t.scores, note: t.scoresNote },
      panels: scorePanels(measured, ['running', 'batch', 'precise']),
    },
    {
      ...{ key: 'affine', shape: 'wide', title: t.affine, note: t.affineNote },
      panels: [
        boxes(measured, 'gamma', t.gamma, linear(t.gamma, [1])),
        boxes(measured, 'beta', t.beta, linear(t.beta, [0])),
        boxes(measured, 'active', t.active, shares(t.active)),
      ],
    },
  ]);
}

/** What recalibration brought: scores before and after, and how far the statistics moved. */
export function recalibrationFigures(measured: Measured): ProbeFigure[] {
  const t = m.probes.recalibration;
  return present([
    {
      ...{ key: 'scores', shape: 'small', title: t.scores, note: t.scoresNote },
      panels: scorePanels(measured, ['original', 'before', 'after', 'batch']),
    },
    { ...{ key: 'gap', shape: 'wide', title: t.gap, note: t.gapNote }, panels: gapPanels(measured) },
  ]);
}

function gapPanels(measured: Measured): Panel[] {
  const t = m.probes.normalization;
  const rules = LEVELS.map((at, i): RuleMark => ({
    ...{ kind: 'rule', axis: 'y', at, label: t.levels(formatNumber(at))[i]! },
    tone: i === 0 ? 'warn' : 'bad',
  }));
  const means = byLayer(measured, { key: 'z', title: t.z, y: logarithmic(t.z, LEVELS) }, [
    ['median z', t.median, 0],
    ['largest z', t.largest, 1],
  ]);
  const variances = byLayer(measured, { key: 'ratio', title: t.ratio, y: logarithmic(t.ratio) }, [
    ['median log variance ratio', t.median, 0],
    ['largest log variance ratio', t.largest, 1],
  ]);
  return [means.marks.length === 0 ? means : { ...means, marks: [...means.marks, ...rules] }, variances];
}

function boxes(measured: Measured, quantity: string, title: string, y: Panel['y']): Panel {
  const categories = layersWithArray(measured, quantity);
  return {
    ...{ key: quantity, title, y, x: { title: m.probes.axis.layer, scale: 'category', categories } },
    marks: categories.length === 0 ? [] : [boxesOf(measured, quantity, m.probes.normalization.spread, categories)],
  };
}
