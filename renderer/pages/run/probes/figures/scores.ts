/** Panels of losses and accuracies that one network has with different statistics. */
import type { Panel } from '../../../../charts/panel.ts';
import { m } from '../../../../messages/index.ts';
import { linear, shares, type Measured } from './figure.ts';

/** One panel for the accuracies, where there are classes, and one for the losses. */
export function scorePanels(
  { record: { numbers } }: Measured,
  names: readonly (keyof typeof m.probes.scores)[],
): Panel[] {
  return (['accuracy', 'loss'] as const).map((score): Panel => {
    const there = names.filter((name) => numbers[`${name}/${score}`] !== undefined);
    const title = m.probes.axis[score];
    return {
      ...{ key: score, title, y: score === 'accuracy' ? shares(title) : linear(title, [0]) },
      x: { title: m.probes.axis.statistics, scale: 'category', categories: there.map((name) => m.probes.scores[name]) },
      marks:
        there.length === 0
          ? []
          : [
              {
                ...{ kind: 'columns', label: title, ink: 1, percent: score === 'accuracy' },
                values: there.map((name) => numbers[`${name}/${score}`]!),
              },
            ],
    };
  });
}
