/** Sigmoids and tanhs that are driven to their ends, where their slope is next to nothing. */
import type { Activation } from '../../../../engine/spec/schema.ts';
import { formatCount, formatNumber, formatPercent } from '../../../view/numbers.ts';
import { finding, type Examine } from '../evidence.ts';
import { normalFit, preactivationsOf, shareBelow, sinceRecord } from '../preactivations.ts';

/** Input beyond which the output is past 97 % of its range: |tanh z| > 0.97, and the same points of the others. */
const POINT: Partial<Record<Activation, number>> = {
  tanh: Math.atanh(0.97),
  'scaled-tanh': 1.5 * Math.atanh(0.97),
  sigmoid: 2 * Math.atanh(0.97),
};
/** Share from which it is said. */
const SHARE = 0.75;
/** Records in a row that show it. */
const RECORDS = 3;

/** One finding, about the layer with the largest share at the end. */
export const saturatedLayer: Examine = (evidence) => {
  const { run } = evidence;
  const point = POINT[run.spec.model.activation];
  if (point === undefined || run.status === 'diverged') return [];
  const found = preactivationsOf(evidence)
    .flatMap((records) => {
      const share = (i: number): number => {
        const fit = normalFit(records.p15[i]!, records.p50[i]!, records.p85[i]!);
        return shareBelow(fit, -point) + 1 - shareBelow(fit, point);
      };
      const since = sinceRecord(records, (i) => share(i) >= SHARE);
      if (since === null || records.steps.length - since < RECORDS) return [];
      return [{ records, since, share: share(records.steps.length - 1) }];
    })
    .sort((a, b) => b.share - a.share);
  const [worst] = found;
  if (worst === undefined) return [];
  const { records, since, share } = worst;
  const { layer, steps } = records;
  const step = steps[since]!;
  const [p15, p85] = [records.p15.at(-1)!, records.p85.at(-1)!];
  const others = found.length > 1 ? ` ${formatCount(found.length)} layers are beyond ${formatPercent(SHARE)}.` : '';
  return [
    finding({
      ...{ kind: 'saturated-layer', severity: 'warn', step, layer, figure: 'percentiles' },
      numbers: { share, point, p15, p85, layers: found.length },
      text:
        `About ${formatPercent(share, 2)} of the outputs of ${layer} are saturated since ${step <= 1 ? 'the first step' : `step ${formatCount(step)}`}: percentiles 15 and 85 of what enters ` +
        `them are ${formatNumber(p15)} and ${formatNumber(p85)}, and ${run.spec.model.activation} is flat beyond ±${formatNumber(point)}.${others}`,
      remedy:
        'Use smaller initial weights or a lower learning rate, standardize the inputs, or normalize before the activation.',
    }),
  ];
};
