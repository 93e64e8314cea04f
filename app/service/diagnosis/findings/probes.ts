/** What the probes of a run warn of, where it has some: each one's last record. */
import { formatCount, formatNumber, formatShare } from '../../../view/numbers.ts';
import type { Finding } from '../../../contract/diagnosis.ts';
import type { ProbeRow } from '../../../contract/probes.ts';
import { finding, type Examine } from '../evidence.ts';

/** Shares of a layer's units from which it is said. */
const DEAD = 0.5;
const SATURATED = 0.9;

/** A layer's quantity in one record. */
interface Seen {
  layer: string;
  value: number;
}

/** The worst layer of each kind of trouble. */
export const probeWarnings: Examine = (evidence) => {
  const last = (type: ProbeRow['probe']['type']): ProbeRow | undefined =>
    evidence
      .probes()
      .filter(({ probe, problem }) => probe.type === type && problem === null)
      .sort((a, b) => b.step - a.step)[0];
  const normalization = last('normalization');
  const activations = last('activations');
  return [
    ...(normalization === undefined ? [] : gap(normalization)),
    ...(activations === undefined ? [] : [...dead(activations), ...saturated(activations)]),
  ];
};

/** The layer where a quantity is largest, if it reaches `least` there; a NaN counts as the largest. */
function worst({ numbers }: ProbeRow, quantity: string, least: number): Seen | null {
  const seen = Object.entries(numbers).flatMap(([name, value]): Seen[] =>
    name.endsWith(`/${quantity}`) ? [{ layer: name.slice(0, -quantity.length - 1), value }] : [],
  );
  const size = ({ value }: Seen): number => (Number.isNaN(value) ? Infinity : value);
  const largest = seen.sort((a, b) => size(b) - size(a))[0];
  return largest === undefined || size(largest) < least ? null : largest;
}

function gap(row: ProbeRow): Finding[] {
  const found = worst(row, 'warning', 1);
  if (found === null) return [];
  // Of the layers with the highest level, the one that is furthest away.
  const largest = worst(row, 'median z', 0) ?? found;
  const { layer } = largest;
  const z = row.numbers[`${layer}/median z`] ?? NaN;
  return [
    finding({
      ...{
        kind: 'population-gap',
        severity: found.value >= 2 ? 'bad' : 'warn',
        step: row.step,
        layer,
        figure: 'probes',
      },
      numbers: { z, level: found.value },
      text: `The probe at step ${formatCount(row.step)} found the running means of ${layer} a median of z = ${formatNumber(z)} deviations from those of the population (warning from 0.1, wrong from 0.3).`,
      remedy:
        'Recompute the statistics over training batches before deploying (precise statistics), or raise the momentum.',
    }),
  ];
}

function dead(row: ProbeRow): Finding[] {
  const found = worst(row, 'dead', DEAD);
  if (found === null) return [];
  const { layer, value } = found;
  return [
    finding({
      ...{
        kind: 'dead-units',
        severity: 'warn',
        step: row.step,
        layer,
        numbers: { dead: value, samples: row.samples },
      },
      figure: 'probes',
      text: `The probe at step ${formatCount(row.step)} found ${formatShare(value)} of the units of ${layer} dead: negative for each of ${formatCount(row.samples)} samples.`,
      remedy: 'Lower the learning rate, normalize before the activation, or use leaky-relu.',
    }),
  ];
}

function saturated(row: ProbeRow): Finding[] {
  const found = worst(row, 'saturation', SATURATED);
  if (found === null) return [];
  const { layer, value } = found;
  return [
    finding({
      ...{ kind: 'saturated-units', severity: 'warn', step: row.step, layer, figure: 'probes' },
      numbers: { saturation: value, samples: row.samples },
      text: `The probe at step ${formatCount(row.step)} found ${formatShare(value)} of the outputs of ${layer} saturated.`,
      remedy: 'Use smaller initial weights or a lower learning rate, or normalize before the activation.',
    }),
  ];
}
