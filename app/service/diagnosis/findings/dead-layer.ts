/** Rectifiers that pass nothing: all that enters a layer is negative, so that its output and its gradient are 0. */
import { formatCount, formatNumber } from '../../../view/numbers.ts';
import { finding, type Examine } from '../evidence.ts';
import { normalFit, preactivationsOf, shareBelow, sinceRecord } from '../preactivations.ts';
import { standstill } from '../standstill.ts';

/** Share that may still be positive, were the pre-activations normally distributed: three deviations below 0. */
const POSITIVE = 0.00135;
/** Records in a row that show it. */
const RECORDS = 3;

/** One finding, about the first dead layer: the layers above it see nothing either. */
export const deadLayer: Examine = (evidence) => {
  const { run } = evidence;
  if (run.spec.model.activation !== 'relu' || run.status === 'diverged') return [];
  const stuck = standstill(evidence) !== null;
  const layers = preactivationsOf(evidence);
  const found = layers.flatMap((records) => {
    const { p15, p50, p85 } = records;
    const since = sinceRecord(records, (i) => {
      if (!(p85[i]! <= 0)) return false;
      // A network that stands still on negative pre-activations needs no further sign.
      return stuck || 1 - shareBelow(normalFit(p15[i]!, p50[i]!, p85[i]!), 0) < POSITIVE;
    });
    return since === null || records.steps.length - since < RECORDS ? [] : [{ records, since }];
  });
  const [first] = found;
  if (first === undefined) return [];
  const { records, since } = first;
  const { layer, steps } = records;
  const step = steps[since]!;
  const p85 = records.p85.at(-1)!;
  const p50 = records.p50.at(-1)!;
  const all =
    found.length === layers.length && layers.length > 1
      ? ` The same holds for all ${found.length} activation layers.`
      : '';
  return [
    finding({
      ...{ kind: 'dead-layer', severity: 'bad', step, layer, figure: 'percentiles' },
      numbers: { p50, p85, layers: found.length },
      text:
        `The rectifiers of ${layer} are dead since ${step <= 1 ? 'the first step' : `step ${formatCount(step)}`}: at the end 85 % of what enters them is below ` +
        `${formatNumber(p85)}, half of it below ${formatNumber(p50)}. No signal and no gradient passes.${all}`,
      remedy:
        step <= 1
          ? 'Start with biases at 0 and he-normal weights, standardize the inputs, or normalize before the activation.'
          : 'Lower the learning rate, normalize before the activation, or use leaky-relu.',
    }),
  ];
};
