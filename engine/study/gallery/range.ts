/** The range of the inputs: it stops to matter in training (C4), but not for the running statistics (C4b). */
import { claim } from './claim.ts';
import { bySize, digits, inputs, layers, normalization, seldom, SOURCES } from './parts.ts';
import type { Experiment, Size } from './claim.ts';

const threeLayers = (size: Size): Experiment['base'] => ({
  data: digits(size),
  model: { hidden: layers(3, bySize(size, 50, 100)), activation: 'tanh', initializer: { type: 'lecun-normal' } },
  optimizer: { type: 'sgd', learningRate: 0.1 },
  training: { steps: 600 },
  evaluation: { every: 50, statistics: ['running'] },
  ...seldom(100),
});

const activations = { tanh: 'lecun-normal', relu: 'he-normal' };

export const inputRange = claim({
  id: 'C4',
  name: 'c4-input-range',
  title: 'With batch normalization the range of the inputs hardly matters for training',
  claim:
    'Inputs should be centred and scaled (LeCun et al. 1998, section 4.3). With batch normalization behind the first layer this is done inside the network, so that the range of the inputs stops to matter.',
  assessment:
    'A shift and a factor that are common to all inputs pass through the first layer into the mean and the deviation of its units, which the standardization removes: training is the same up to rounding and up to eps, which is felt where inputs ' +
    'are small. What batch normalization does not do is to decorrelate inputs, or to give each input its own scale. And inference is another matter: see C4b.',
  experiment:
    'Three hidden layers of tanh, and of rectifiers, at the same learning rate on inputs as they are, times 255, times 0.01, times 10 minus 5, and plus 10. Compared is the training loss at the end: the largest of the five divided by ' +
    'the smallest. The claim holds if, for every seed, this is at most 1.15 with batch normalization and at least 2 without.',
  expectation:
    'What do you expect: which of the five ranges is worst for the network without normalization, and does the one with it tell them apart at all?',
  next: 'Give each feature a scale of its own. Raise eps to 0.001, the default of Keras, and look at the inputs times 0.01 again.',
  sources: [SOURCES.backProp, SOURCES.batchNorm, SOURCES.question],
  study: (size) => ({
    base: threeLayers(size),
    factors: [
      normalization('none', 'batch'),
      {
        ...{ type: 'levels', name: 'activation' },
        levels: Object.entries(activations).map(([label, type]) => ({
          label,
          set: { 'model.activation': label, 'model.initializer': { type } },
        })),
      },
      inputs({
        x: {},
        '255 x': { factor: 255 },
        '0.01 x': { factor: 0.01 },
        '10 x - 5': { factor: 10, shift: -5 },
        'x + 10': { shift: 10 },
      }),
    ],
    measures: [
      {
        ...{ name: 'spread of the training loss', better: 'lower' },
        value: { of: 'train.loss', summary: { type: 'mean-of-last', count: 100 } },
        reduce: [{ type: 'spread', factor: 'inputs' }],
      },
    ],
    baseline: 'none · tanh',
    criterion: {
      type: 'all',
      of: Object.keys(activations).flatMap((activation) => [
        { type: 'value', arm: `batch · ${activation}`, relation: 'at-most', threshold: 1.15 } as const,
        { type: 'value', arm: `none · ${activation}`, relation: 'at-least', threshold: 2 } as const,
      ]),
    },
  }),
});

export const shiftedInference = claim({
  id: 'C4b',
  name: 'c4b-shifted-inference',
  kind: 'counter-claim',
  title: 'With inputs far from zero, running statistics fail where batch statistics do not',
  claim:
    'The counter-claim to C4: in inference, where running averages stand in for the statistics of the batch, the range of the inputs matters very much.',
  assessment:
    'With inputs around 10, every small change of the first weights moves the means of its units far. The running averages come from the weights of some steps ago, and lag behind: ' +
    'the network that was trained is not the one that is deployed. Statistics that are computed anew after training, as the paper has it (Ioffe and Szegedy 2015, Algorithm 2), repair it without a single update.',
  experiment:
    'Three hidden layers of tanh with batch normalization, on inputs as they are, plus 1 and plus 10. After training, the validation accuracy with the running statistics, and with statistics computed anew from training batches (precise). The claim holds if, for ' +
    'every seed, inputs plus 10 give less than 50 % with the running statistics, and within 0.01 of the accuracy of the inputs as they are with the precise ones.',
  expectation:
    'What do you expect: how accurate is the network with shifted inputs in inference, when its training loss is the same as without the shift?',
  next: 'Lower the learning rate at the end, or raise the momentum, and watch the gap close. Look at z in the probe of normalization. Standardize the inputs.',
  sources: [SOURCES.batchNorm, SOURCES.wuJohnson],
  study: (size) => ({
    base: threeLayers(size),
    factors: [inputs({ x: {}, 'x + 1': { shift: 1 }, 'x + 10': { shift: 10 } })],
    measures: [
      { name: 'running statistics', value: { of: 'validation.accuracy' }, better: 'higher' },
      { name: 'precise statistics', value: { of: 'validation.accuracy.precise' }, better: 'higher' },
    ],
    baseline: 'x',
    criterion: {
      type: 'all',
      of: [
        { type: 'value', arm: 'x + 10 | running statistics', relation: 'at-most', threshold: 0.5 },
        {
          ...{ type: 'equivalence', margin: 0.01 },
          ...{ arm: 'x + 10 | precise statistics', baseline: 'x | precise statistics' },
        },
      ],
    },
  }),
});
