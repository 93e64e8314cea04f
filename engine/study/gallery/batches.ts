/** From the literature, with thresholds of our own: small batches, batches sorted by class, and the noise of batch statistics. */
import { claim } from './claim.ts';
import { bestAccuracy, bySize, digits, finalAccuracy, layers, normalization, rates, seldom, SOURCES } from './parts.ts';
import type { Experiment, Size } from './claim.ts';

const rectifiers = (size: Size, steps: number): Experiment['base'] => ({
  data: digits(size),
  model: { hidden: layers(3, bySize(size, 50, 100)), activation: 'relu', initializer: { type: 'he-normal' } },
  optimizer: { type: 'sgd', learningRate: 0.1 },
  training: { steps },
  evaluation: { every: 100, statistics: ['running'] },
  ...seldom(500),
});

const BATCH_SIZES = [2, 4, 64];

export const smallBatches = claim({
  id: 'L1',
  name: 'l1-small-batches',
  title: 'Small batches break batch normalization, and not layer normalization',
  claim:
    'The error of batch normalization rises quickly when batches become small, because its statistics are estimated from fewer samples. Normalizers that do not use the batch have no such problem: at a batch size of 2, ' +
    'a residual network on ImageNet had a 10.6 % lower error with group than with batch normalization (Wu and He 2018, abstract).',
  assessment:
    'In dense layers it is even exact at the extreme: with two samples every standardized value is 1 or -1, whatever the inputs are, so that no gradient passes. With convolutions the positions of an image count too, and the effect is milder. Thresholds here are ours.',
  experiment:
    'Three hidden layers of rectifiers, one pass over 8,000 digits in batches of 2, 4 and 64, each arm at its own best of four learning rates. The claim holds if, for every seed, batch normalization at a batch size of 2 is at least 0.05 worse than at 64, and than layer normalization ' +
    'at 2, and layer normalization at 2 is at most 0.02 worse than at 64.',
  expectation: 'What do you expect: how accurate can the network with batch normalization become with batches of two?',
  next: 'Use batch renormalization, or a convolutional network. Accumulate: which batch sizes are used in practice, for example in the segmentation of images?',
  sources: [SOURCES.groupNorm, SOURCES.layerNorm, SOURCES.renorm],
  study: (size) => ({
    base: rectifiers(size, 4000),
    factors: [
      normalization('batch', 'layer'),
      {
        ...{ type: 'levels', name: 'batch size' },
        levels: BATCH_SIZES.map((batch) => ({
          label: `batches of ${batch}`,
          // The same number of samples, and of evaluations, whatever the batch size.
          set: {
            'training.batchSize': batch,
            'training.steps': 8000 / batch,
            'evaluation.every': Math.ceil(1600 / batch),
          },
        })),
      },
      rates(0.01, 0.03, 0.1, 0.3),
    ],
    measures: [bestAccuracy()],
    baseline: 'batch · batches of 64',
    criterion: {
      type: 'all',
      of: [
        {
          ...{ type: 'difference', relation: 'at-most', threshold: -0.05 },
          ...{ arm: 'batch · batches of 2', baseline: 'batch · batches of 64' },
        },
        {
          ...{ type: 'difference', relation: 'at-most', threshold: -0.05 },
          ...{ arm: 'batch · batches of 2', baseline: 'layer · batches of 2' },
        },
        {
          ...{ type: 'difference', relation: 'at-least', threshold: -0.02 },
          ...{ arm: 'layer · batches of 2', baseline: 'layer · batches of 64' },
        },
      ],
    },
  }),
});

export const sortedBatches = claim({
  id: 'L2',
  name: 'l2-sorted-batches',
  title: 'Batches sorted by class break batch normalization, and not layer normalization',
  claim:
    'Batch normalization counts on batches that are fair draws. When the samples of a batch depend on each other, for instance because they come from few classes, training and inference differ: the statistics of the batch then say something about the labels (Ioffe 2017).',
  assessment:
    'Batches of few classes are also harder to learn from without any normalization, since each step forgets the other classes. So what counts is how much more batch normalization loses than layer normalization, which never looks at the batch. Thresholds here are ours.',
  experiment:
    'Three hidden layers of rectifiers, batches of 60 digits, shuffled and with two classes in each, three learning rates for each arm. The claim holds if, for every seed, batch normalization loses at least 0.1 of its final accuracy with sorted batches, and ends at least 0.1 below layer ' +
    'normalization on them, while the two differ by less than 0.03 on shuffled batches.',
  expectation:
    'What do you expect of a network that saw two classes in each batch, when it is asked about all ten with its running statistics?',
  next: 'Score it with precise statistics instead: how much comes back? Use batch renormalization with other bounds, and one class or five in each batch.',
  sources: [SOURCES.renorm, SOURCES.wuJohnson],
  study: (size) => ({
    base: rectifiers(size, 600),
    factors: [
      normalization('batch', 'batch renorm', 'layer'),
      {
        ...{ type: 'levels', name: 'batches' },
        levels: [
          { label: 'shuffled', set: { 'training.batching.type': 'shuffled' } },
          { label: 'sorted', set: { 'training.batching': { type: 'class-sorted', classes: 2 } } },
        ],
      },
      rates(0.01, 0.03, 0.1),
    ],
    measures: [finalAccuracy()],
    baseline: 'batch · shuffled',
    criterion: {
      type: 'all',
      of: [
        {
          ...{ type: 'difference', relation: 'at-most', threshold: -0.1 },
          ...{ arm: 'batch · sorted', baseline: 'batch · shuffled' },
        },
        {
          ...{ type: 'difference', relation: 'at-most', threshold: -0.1 },
          ...{ arm: 'batch · sorted', baseline: 'layer · sorted' },
        },
        { type: 'equivalence', margin: 0.03, arm: 'batch · shuffled', baseline: 'layer · shuffled' },
      ],
    },
  }),
});

export const regularization = claim({
  id: 'L4',
  name: 'l4-regularization',
  title: 'The noise of batch statistics regularizes',
  claim:
    'Batch normalization regularizes: a sample is seen together with others that are drawn at random, so that what the network gives for it is noisy, and dropout can be weakened or left out (Ioffe and Szegedy 2015, section 3.4).',
  assessment:
    'The noise depends on how many samples share their statistics: it is gone in very large batches and harmful in very small ones. To see it alone, steps must be taken with batches of the same size. Ghost batch normalization does so: it standardizes parts of a batch apart (Hoffer et al. 2017). Thresholds here are ours.',
  experiment:
    'Only 1,000 digits to learn from, three hidden layers of rectifiers, batches of 256 whose samples share their statistics all together, in parts of 64, or in parts of 16. The claim holds if, for every seed, the validation loss at the end is at most 0.9 times as high with parts of 16 as with all 256.',
  expectation:
    'What do you expect: how many samples should share their statistics, for the lowest validation loss on so few digits?',
  next: 'Go down to parts of 4. Use all 8,000 digits. Compare with dropout and with weight decay.',
  sources: [SOURCES.batchNorm, SOURCES.ghost],
  study: (size) => {
    const base = rectifiers(size, bySize(size, 600, 1500));
    return {
      base: {
        ...base,
        data: { ...base.data, split: { train: 0.1, validation: 0.2, test: 0.7 } },
        training: { steps: bySize(size, 600, 1500), batchSize: 256 },
      },
      factors: [
        {
          ...{ type: 'levels', name: 'statistics' },
          levels: [
            { label: 'none', set: { 'model.normalization': { type: 'none' } } },
            { label: 'of 256', set: { 'model.normalization': { type: 'batch' } } },
            { label: 'of 64', set: { 'model.normalization': { type: 'ghost-batch', size: 64 } } },
            { label: 'of 16', set: { 'model.normalization': { type: 'ghost-batch', size: 16 } } },
          ],
        },
      ],
      measures: [
        { name: 'validation loss', value: { of: 'validation.loss' }, better: 'lower' },
        {
          ...{ name: 'training loss', better: 'lower' },
          value: { of: 'train.loss', summary: { type: 'mean-of-last', count: 50 } },
        },
      ],
      baseline: 'of 256',
      criterion: {
        ...{ type: 'ratio', relation: 'at-most', threshold: 0.9 },
        ...{ arm: 'of 16 | validation loss', baseline: 'of 256 | validation loss' },
      },
    };
  },
});
