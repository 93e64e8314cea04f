/** A run that never did better than a prediction which ignores the inputs. */
import { formatCount, formatNumber } from '../../../view/numbers.ts';
import { finding, type Evidence, type Examine } from '../evidence.ts';
import { standstill } from '../standstill.ts';
import { blockLength, medianUpTo } from '../trend.ts';
import { deadLayer } from './dead-layer.ts';
import { saturatedLayer } from './saturated-layer.ts';

/** A gradient this short moves nothing at ordinary learning rates. */
const TINY_GRADIENT = 1e-3;

/** One finding for a run that is stuck from beginning to end. */
export const stuck: Examine = (evidence) => {
  const found = standstill(evidence);
  if (found === null) return [];
  const { run, series } = evidence;
  const { part, low, last, constant } = found;
  const length = blockLength(series('train.loss').values.length);
  const gradientNorm = medianUpTo(series('gradient.norm'), run.step, length);
  return [
    finding({
      ...{ kind: 'stuck', severity: 'bad', figure: 'curves' },
      numbers: {
        ...{ lowestLoss: low.mean, constantLoss: constant, lastLoss: last.mean, gradientNorm },
        learningRate: run.spec.optimizer.learningRate,
      },
      text:
        (part === 'training'
          ? `After ${formatCount(run.step)} steps the network is no better than a prediction that ignores the inputs: the lowest training loss is ${formatNumber(low.mean)} (mean of ${formatCount(length)} steps), where that prediction has ${formatNumber(constant)}.`
          : `After ${formatCount(run.step)} steps the network is no better than before the first: the lowest validation loss is ${formatNumber(low.mean)}, where it began at ${formatNumber(constant)}.`) +
        ` The gradient norm is ${formatNumber(gradientNorm)} at the end.`,
      remedy: remedyFor(evidence, gradientNorm),
    }),
  ];
};

function remedyFor(evidence: Evidence, gradientNorm: number): string {
  if (deadLayer(evidence).length > 0) return 'Bring the dead layer back to life first.';
  if (saturatedLayer(evidence).length > 0) return 'Bring the saturated layers back to where they have a slope first.';
  return gradientNorm < TINY_GRADIENT
    ? 'Gradients vanish: normalize the layers, or draw the weights with an initializer made for the activation (he-normal for rectifiers, lecun-normal for tanh).'
    : 'Try a learning rate 10 times higher and one 10 times lower, standardize the inputs, or normalize the layers.';
}
