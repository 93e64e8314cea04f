/** The statistics themselves: how long running ones take to arrive (C15), why they belong into the gradient (C17), and the path (C12). */
import { claim } from './claim.ts';
import { bySize, digits, layers, normalization, probed, seldom, SOURCES } from './parts.ts';
import type { Experiment, Size } from './claim.ts';

const rectifiers = (size: Size, steps: number): Experiment['base'] => ({
  data: digits(size),
  model: { hidden: layers(3, bySize(size, 50, 100)), activation: 'relu', initializer: { type: 'he-normal' } },
  optimizer: { type: 'sgd', learningRate: 0.1 },
  training: { steps },
  ...seldom(100),
});

const LANDSCAPE = [50, 100, 150, 200, 250, 300];

export const smootherPath = claim({
  id: 'C12',
  name: 'c12-smoother-path',
  title: 'Batch normalization makes the way down the gradient smoother',
  claim:
    'Along the gradient the loss varies less, and the gradient itself changes less, with batch normalization than without (Santurkar et al. 2018, figure 4).',
  assessment:
    'Measured as described it holds. Whether this smoothness is the cause of better training, or the reduced shift of the inputs of inner layers that Ioffe and Szegedy (2015) had in mind, or the larger learning rates, is not settled. And a caution: networks that ' +
    'have learned nothing look smoothest of all, so only networks that learn may be compared.',
  experiment:
    'Three hidden layers of rectifiers, mini-batches of 128. At every fiftieth step the loss is taken at eight points between 0.05 and 0.4 times the gradient away. Compared are the medians over training of the range of the loss and of the effective smoothness, the largest change ' +
    'of the gradient over the distance. The claim holds if, for every seed, batch normalization has at most a third of the range, and 1 / 1.5 of the smoothness number.',
  expectation: 'What do you expect: which is affected more, the range of the loss or the change of the gradient?',
  next: 'Compare with layer normalization, the learned map alone and standardization alone. Take a stuck network of sigmoids and see how smooth it looks.',
  sources: [SOURCES.santurkar, SOURCES.bjorck, SOURCES.batchNorm],
  study: (size) => ({
    base: {
      ...rectifiers(size, 300),
      training: { steps: 300, batchSize: 128 },
      evaluation: { every: 100, statistics: ['running'] },
      // No slices are needed: the smallest grid.
      probes: [{ type: 'landscape', at: LANDSCAPE, grid: 3, samples: 100 }],
    },
    factors: [normalization('none', 'layer', 'batch')],
    measures: [
      {
        ...{ name: 'loss range', better: 'lower' },
        value: { of: 'probe.landscape.loss range', summary: { type: 'median' } },
      },
      {
        ...{ name: 'effective smoothness', better: 'lower' },
        value: { of: 'probe.landscape.effective beta-smoothness', summary: { type: 'median' } },
      },
    ],
    baseline: 'none',
    criterion: {
      type: 'all',
      of: [
        {
          type: 'ratio',
          arm: 'batch | loss range',
          baseline: 'none | loss range',
          relation: 'at-most',
          threshold: 1 / 3,
        },
        {
          ...{ type: 'ratio', relation: 'at-most', threshold: 1 / 1.5 },
          ...{ arm: 'batch | effective smoothness', baseline: 'none | effective smoothness' },
        },
      ],
    },
  }),
});

/** Accuracy with running statistics minus that with the statistics of the batch. */
const gapAt = (step: number): Experiment['measures'][number] => ({
  name: `gap at step ${step}`,
  value: { of: 'validation.accuracy', summary: { type: 'at', step } },
  relative: { to: { of: 'validation.accuracy.batch', summary: { type: 'at', step } }, how: 'minus' },
  better: 'higher',
});

export const warmUp = claim({
  id: 'C15',
  name: 'c15-running-statistics-arrive-late',
  title: 'With the momentum of Keras, running statistics lag at first and agree later',
  claim:
    'A network that learns well in training may look untrained in inference, because its running statistics still remember where they began.',
  assessment:
    'Running averages begin with mean 0 and variance 1. With the default of Keras, which keeps 0.99 of the old value at each step (a momentum of 0.01 as PyTorch counts it), these have less than one hundredth of the weight only after 459 steps; with the 0.1 of PyTorch after 44.',
  experiment:
    'Three hidden layers of rectifiers with batch normalization and three momenta. The validation accuracy with running statistics minus that with the statistics of the batch, at step 10 and at step 800. The claim holds if, for every seed and a momentum of 0.01, the ' +
    'running statistics are at least 0.15 behind at step 10, and within 0.005 at step 800.',
  expectation: 'What do you expect: how large is the gap at step 10, and does it depend on the learning rate?',
  next: 'Leave the momentum empty, for a plain average over all batches. Stop training early and compute precise statistics with the probe of recalibration.',
  sources: [SOURCES.keras, SOURCES.batchNorm, SOURCES.wuJohnson],
  study: (size) => ({
    base: { ...rectifiers(size, 800), evaluation: { every: 10, statistics: ['running', 'batch'] } },
    factors: [
      {
        ...{ type: 'levels', name: 'momentum' },
        levels: [0.1, 0.01, 0.001].map((momentum) => ({
          label: `momentum ${momentum}`,
          set: { 'model.normalization.momentum': momentum },
        })),
      },
    ],
    measures: [gapAt(10), gapAt(800)],
    baseline: 'momentum 0.1',
    criterion: {
      type: 'all',
      of: [
        { type: 'value', arm: 'momentum 0.01 | gap at step 10', relation: 'at-most', threshold: -0.15 },
        { type: 'value', arm: 'momentum 0.01 | gap at step 800', relation: 'at-least', threshold: -0.005 },
        { type: 'value', arm: 'momentum 0.01 | gap at step 800', relation: 'at-most', threshold: 0.005 },
      ],
    },
  }),
});

export const constantStatistics = claim({
  id: 'C17',
  name: 'c17-statistics-in-the-gradient',
  title: 'Gradients must pass through the statistics',
  claim:
    'If gradient steps ignore that the statistics depend on the weights, normalization and training work against each other: parameters grow without making the loss smaller (Ioffe and Szegedy 2015, section 2).',
  assessment:
    'The paper tells it of a bias in front of a normalization whose mean is taken as a constant, and saw the model blow up. In networks of this size weights grow and the accuracy suffers, but within some hundred steps nothing blows up.',
  experiment:
    'Three hidden layers of rectifiers with batch normalization, whose mean and variance are part of the gradient or are taken as constants. The growth of the length of the first weights, and the final accuracy with the statistics of the batch. The claim holds if, for every seed, the ' +
    'weights grow at least five times as much with constant statistics, and the accuracy is lower by 0.03 or more.',
  expectation:
    'What do you expect: do the weights grow faster with constant statistics, and does the network still learn?',
  next: 'Raise the learning rate until it blows up. Give the layers biases that are always learned, as in the example of the paper.',
  sources: [SOURCES.batchNorm],
  study: (size) => ({
    base: {
      ...rectifiers(size, 600),
      evaluation: { every: 50, statistics: ['running', 'batch'] },
      probes: [{ type: 'gradients', at: [0, 'end'] }],
    },
    factors: [normalization('batch', 'statistics as constants')],
    measures: [
      {
        ...probed('growth of the first weights', 'gradients.dense1/weight norm@end', 'lower'),
        relative: { to: { of: 'probe.gradients.dense1/weight norm@0' }, how: 'minus' },
      },
      { name: 'final accuracy', value: { of: 'validation.accuracy.batch' }, better: 'higher' },
    ],
    baseline: 'batch',
    criterion: {
      type: 'all',
      of: [
        {
          ...{ type: 'ratio', relation: 'at-least', threshold: 5 },
          ...{
            arm: 'statistics as constants | growth of the first weights',
            baseline: 'batch | growth of the first weights',
          },
        },
        {
          ...{ type: 'difference', relation: 'at-most', threshold: -0.03 },
          ...{ arm: 'statistics as constants | final accuracy', baseline: 'batch | final accuracy' },
        },
      ],
    },
  }),
});
