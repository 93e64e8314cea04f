/** The figure of the probe of normalization: the population gap with its levels, gamma and beta, and the three accuracies. */
import { GAP_LEVELS } from '../../../../engine/probes/normalization/gap-levels.ts';
import { formatShare } from '../../../view/numbers.ts';
import type { ReportFigure } from '../figures/subject.ts';
import type { FigureOptions } from '../svg/figure.ts';
import type { Mark } from '../svg/panel.ts';
import { extent, linearScale, type Scale } from '../svg/scale.ts';
import { row } from '../table.ts';
import { layerFigure } from './by-layer.ts';
import type { Measured } from './groups.ts';

const STATISTICS = ['running', 'batch', 'precise'] as const;
const TITLES = ['running', 'batch', 'population'];

export const normalizationFigures = (measured: readonly Measured[], id: string): (ReportFigure | null)[] => [
  layerFigure(measured, {
    ...{ id: `${id}-layers`, title: 'Running statistics against those of the population' },
    caption:
      'Median over channels of how far the running mean is off, in deviations; the accuracy of the validation split with ' +
      'running, batch and population statistics; what gamma and beta have become: the share of gammas below 0.01, and the mean ' +
      'distance from 1/2 of the share of time that a unit would be on for normally distributed values.',
    panels: [
      {
        ...{ quantity: 'median z', title: 'Population gap: median z' },
        rules: GAP_LEVELS.map((y, level) => ({ y, label: `${y}: ${['have a look', 'wrong'][level]!}` })),
      },
      { quantity: 'gamma off', title: 'Share of gammas near 0', share: true },
      { quantity: 'centring', title: 'Centring' },
    ],
    extra: accuracies(measured),
  }),
];

const categories: Scale = {
  ...{ log: false, low: 0, high: 3, ticks: [0.5, 1.5, 2.5] },
  at: (value) => value / 3,
  label: (tick) => TITLES[Math.floor(tick)]!,
};

/** A panel with three places, and the rows of its table; null without classes. */
function accuracies(
  measured: readonly Measured[],
): { panel: FigureOptions['panels'][number]; rows: ReturnType<typeof row>[] } | null {
  const lists = measured.map(({ record }) => STATISTICS.map((name) => record.numbers[`${name}/accuracy`] ?? NaN));
  const range = extent(lists.map((list) => list.map((value) => 100 * value)));
  if (range === null) return null;
  const marks = lists.flatMap((list, run) =>
    list.map((value, place): Mark => ({
      ...{ kind: 'line', look: 'main', style: measured[run]!.subject.style },
      // Side by side, so that equal ones do not hide each other.
      x: [place + (run + 1) / (lists.length + 1)],
      y: [100 * value],
    })),
  );
  return {
    panel: {
      title: 'Validation accuracy (%)',
      x: { scale: categories, title: 'Statistics' },
      y: { scale: linearScale({ low: range.low, high: Math.max(range.high, range.low + 1) }, 4) },
      marks,
    },
    rows: STATISTICS.map((_, place) =>
      row(
        `Accuracy with ${TITLES[place]!} statistics`,
        lists.map((list) => formatShare(list[place]!)),
      ),
    ),
  };
}
