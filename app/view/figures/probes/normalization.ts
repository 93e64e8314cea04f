/** Figures of the probes that look at normalization layers: gaps of statistics, scores, gamma and beta. */
import { GAP_LEVELS } from '../../../../engine/probes/normalization/gap-levels.ts';
import { texts } from '../../../../engine/words/words.ts';
import { present, type Figure, type Panel, type RuleMark } from '../../figure.ts';
import { formatNumber } from '../../numbers.ts';
import type { Measured } from './measured.ts';
import { boxesByLayer, byLayer, linear, logarithmic, shares } from './parts.ts';
import { scorePanels } from './scores.ts';

const t = texts('view.figures.normalization', {
  gap: 'Gap between running and population statistics',
  gapNote:
    'z: shift of a channel in inference, in deviations. Above 0.1 running statistics lag; above 0.3 they are wrong, and accuracy suffers. A log variance ratio r scales a channel wrongly by exp(r / 2).',
  z: 'Gap z of means',
  ratio: 'Log ratio of variances',
  median: 'Median of the channels',
  largest: 'Largest',
  lagging: ({ level }: { level: string }) => `lagging: ${level}`,
  wrong: ({ level }: { level: string }) => `wrong: ${level}`,
  scores: 'Scores with three kinds of statistics',
  scoresNote:
    'On the validation split. Running: as a deployed network. Batch: of the evaluated batch. Population: computed anew with frozen weights.',
  affine: 'Gamma, beta and what they promise',
  affineNote:
    'Box: the middle half of the channels, its line the median; whiskers: 1st to 99th percentile. P(active) is Φ(β/|γ|): to a rectifier only that ratio matters.',
  gamma: 'Gamma',
  beta: 'Beta',
  active: 'Promised P(active)',
  spread: 'Spread over channels',
});

const after = texts('view.figures.recalibration', {
  scores: 'Before and after',
  scoresNote:
    'Original: the run as it was, on its own validation split. Before and after: with running and with new statistics, on the inputs that were asked for. Batch: with the statistics of each evaluated batch.',
  gap: 'How far the statistics moved',
  gapNote: 'Gap between running statistics and the new ones: z of means in deviations, and the log ratio of variances.',
});

/** Figures of one record, or of one of each of several runs. */
export function normalizationFigures(all: readonly Measured[]): Figure[] {
  return present([
    { ...{ key: 'gap', shape: 'wide', title: t.gap, note: t.gapNote }, panels: gapPanels(all) },
    {
      ...{ key: 'scores', shape: 'small', title: t.scores, note: t.scoresNote },
      panels: scorePanels(all, ['running', 'batch', 'precise']),
    },
    {
      ...{ key: 'affine', shape: 'wide', title: t.affine, note: t.affineNote },
      panels: [
        boxesByLayer(all, 'gamma', { title: t.gamma, label: t.spread, y: linear(t.gamma, [1]) }),
        boxesByLayer(all, 'beta', { title: t.beta, label: t.spread, y: linear(t.beta, [0]) }),
        boxesByLayer(all, 'active', { title: t.active, label: t.spread, y: shares(t.active) }),
      ],
    },
  ]);
}

/** What recalibration brought: scores before and after, and how far the statistics moved. */
export function recalibrationFigures(all: readonly Measured[]): Figure[] {
  return present([
    {
      ...{ key: 'scores', shape: 'small', title: after.scores, note: after.scoresNote },
      panels: scorePanels(all, ['original', 'before', 'after', 'batch']),
    },
    { ...{ key: 'gap', shape: 'wide', title: after.gap, note: after.gapNote }, panels: gapPanels(all) },
  ]);
}

function gapPanels(all: readonly Measured[]): Panel[] {
  const rules = GAP_LEVELS.map((at, i): RuleMark => {
    const level = formatNumber(at);
    return {
      ...{ kind: 'rule', axis: 'y', at, label: i === 0 ? t.lagging({ level }) : t.wrong({ level }) },
      tone: i === 0 ? 'warn' : 'bad',
    };
  });
  const means = byLayer(all, { key: 'z', title: t.z, y: logarithmic(t.z, GAP_LEVELS) }, [
    { quantity: 'median z', label: t.median },
    { quantity: 'largest z', label: t.largest },
  ]);
  const variances = byLayer(all, { key: 'ratio', title: t.ratio, y: logarithmic(t.ratio) }, [
    { quantity: 'median log variance ratio', label: t.median },
    { quantity: 'largest log variance ratio', label: t.largest },
  ]);
  return [...means.map((panel) => ({ ...panel, marks: [...panel.marks, ...rules] })), ...variances];
}
