/**
 * Deep networks: what only batch normalization can train (C2), why (C2b), where it is not needed (C2c), and where it makes
 * gradients explode (L3).
 */
import { claim } from './claim.ts';
import { bestAccuracy, bySize, digits, layers, normalization, probed, rates, seldom, SOURCES } from './parts.ts';
import type { Experiment, Size } from './claim.ts';
import type { Activation } from '../../spec/schema.ts';

/** Ten hidden layers of 64. */
const tenLayers = (size: Size, activation: Activation): Experiment['base'] => ({
  data: digits(size),
  model: { hidden: layers(10, 64), activation, initializer: { type: 'glorot-normal' } },
  training: { steps: 800 },
  evaluation: { every: 50, statistics: ['running'] },
  ...seldom(400),
});

const RATES = rates(0.003, 0.01, 0.03, 0.1, 0.3, 1);

export const deepSigmoid = claim({
  id: 'C2',
  name: 'c2-deep-sigmoid',
  title: 'A deep network of sigmoids learns only with batch normalization',
  claim:
    'Batch normalization makes it possible to train deep networks of saturating units, which do not learn at all without it: ' +
    'an Inception network with sigmoids reached 69.8 % on ImageNet with it, and never more than chance without (Ioffe and Szegedy ' +
    '2015, section 4.2.2).',
  assessment:
    'The answer on Cross Validated remembers this network as one of tanh with a competitive result. The units were logistic sigmoids, and ' +
    'the result stayed 2.4 points below that of the same network with rectifiers. With tanh there is no such gap: see C2c. Layer ' +
    'normalization is no replacement here.',
  experiment:
    'Ten hidden layers of 64 sigmoids, Glorot initialization, six learning rates. The claim holds if, for every seed, batch normalization ' +
    'reaches 85 % at its best learning rate while the plain network stays at 15 % or less at its own best, and so at every one.',
  expectation: 'What do you expect: does the plain network learn at any learning rate? And with layer normalization?',
  next: 'Use tanh in place of the sigmoid (C2c). Look inside before training (C2b). Try a residual network without normalization.',
  sources: [SOURCES.batchNorm, SOURCES.question, SOURCES.layerNorm],
  study: (size) => ({
    base: tenLayers(size, 'sigmoid'),
    factors: [normalization('none', 'affine only', 'layer', 'standardize only', 'batch'), RATES],
    measures: [bestAccuracy()],
    baseline: 'none',
    criterion: {
      type: 'all',
      of: [
        { type: 'value', arm: 'batch', relation: 'at-least', threshold: 0.85 },
        { type: 'value', arm: 'none', relation: 'at-most', threshold: 0.15 },
      ],
    },
  }),
});

export const collapse = claim({
  id: 'C2b',
  name: 'c2b-collapse',
  title: 'Without batch normalization all samples look alike behind five layers of sigmoids',
  claim:
    'Why a deep network of sigmoids does not learn: already before training its last layers give nearly the same output for every sample, ' +
    'and gradients shrink from layer to layer. Batch normalization keeps samples apart.',
  assessment:
    'A sigmoid has a mean of one half, and this mean grows into one direction that all samples share. Layer normalization takes away the mean over ' +
    'the units of a sample, not what all samples have in common, so it does not help.',
  experiment:
    'Five hidden layers of sigmoids as they are initialized, on 1,000 digits. Behind the fifth layer: the mean cosine between two ' +
    'samples, and the effective rank of the outputs. The claim holds if, for every seed, the plain network has a cosine above 0.99 and ' +
    'an effective rank below 2, and batch normalization an effective rank above 20.',
  expectation:
    'What do you expect: how alike are the outputs of two different digits behind five layers that have not learned anything?',
  next: 'Use tanh or rectifiers. Add layers. Standardize the inputs, and see how far that alone carries.',
  sources: [SOURCES.batchNorm, SOURCES.layerNorm],
  study: (size) => ({
    base: {
      data: digits(size),
      model: { hidden: layers(5, 100), activation: 'sigmoid', initializer: { type: 'lecun-normal' } },
      training: { steps: 1 },
      probes: [
        { type: 'activations', at: [0] },
        { type: 'gradients', at: [0] },
      ],
    },
    factors: [normalization('none', 'layer', 'batch')],
    measures: [
      probed('effective rank', 'activations.activation5/rank@0', 'higher'),
      probed('cosine of samples', 'activations.activation5/cosine@0', 'lower'),
      probed('gradient from layer to layer', 'gradients.depth slope@0', 'higher'),
    ],
    baseline: 'none',
    criterion: {
      type: 'all',
      of: [
        { type: 'value', arm: 'none | cosine of samples', relation: 'at-least', threshold: 0.99 },
        { type: 'value', arm: 'none | effective rank', relation: 'at-most', threshold: 2 },
        { type: 'value', arm: 'batch | effective rank', relation: 'at-least', threshold: 20 },
      ],
    },
  }),
});

export const deepTanh = claim({
  id: 'C2c',
  name: 'c2c-deep-tanh',
  kind: 'counter-claim',
  title: 'A deep network of tanh units does not need batch normalization',
  claim:
    'The counter-claim to C2: with a good initialization ten layers of tanh train about as well without batch normalization.',
  assessment:
    'What stops the deep network of C2 is not that its units saturate but that the outputs of a sigmoid are not centred on zero. LeCun et al. (1998) ' +
    'advised against it for that reason. Batch normalization is still faster here.',
  experiment:
    'The network of C2 with tanh. The claim holds if, for every seed, the best accuracies with and without batch normalization differ by less ' +
    'than 0.03, each arm at its own best learning rate.',
  expectation:
    'What do you expect: how large is the gap in accuracy between the two networks once the sigmoid is replaced by tanh?',
  next: 'Count the steps to 85 % instead of the accuracy. Make the initial weights ten times larger or smaller (C6). Add layers until it breaks.',
  sources: [SOURCES.backProp, SOURCES.batchNorm, SOURCES.question],
  study: (size) => ({
    base: tenLayers(size, 'tanh'),
    factors: [normalization('none', 'batch'), RATES],
    measures: [bestAccuracy()],
    baseline: 'none',
    criterion: { type: 'equivalence', arm: 'batch', baseline: 'none', margin: 0.03 },
  }),
});

export const explodingGradients = claim({
  id: 'L3',
  name: 'l3-exploding-gradients',
  kind: 'counter-claim',
  title: 'Batch normalization makes gradients explode in very deep plain networks of rectifiers',
  claim:
    'In very deep networks without shortcuts, batch normalization makes gradients grow from layer to layer on the way back, from the first step on, whatever the initial weights (Yang et al. 2019, abstract).',
  assessment:
    'It is a statement about the initial network: with the initialization of He et al. (2015) the plain network keeps its gradients, and the one with batch normalization does not. Shortcuts around blocks remove the growth, which is how deep networks are built. Thresholds here are ours.',
  experiment:
    'Rectifiers in 30 hidden layers (60 in the full size) as they are initialized, on a batch of 250 digits. The factor by which the gradient with respect to the inputs of the activations changes from one layer to the one below, on geometric average. The claim holds if, for every ' +
    'seed, it is at least 1.15 with batch normalization and at most 1.05 without.',
  expectation:
    'What do you expect: by how much does the gradient change over thirty layers, with and without batch normalization?',
  next: 'Train the networks: up to which depth does the one with batch normalization learn? Use a residual network.',
  sources: [SOURCES.yang],
  study: (size) => ({
    base: {
      data: digits(size),
      model: { hidden: layers(bySize(size, 30, 60), 100), activation: 'relu', initializer: { type: 'he-normal' } },
      training: { steps: 1, batchSize: 250 },
      probes: [{ type: 'gradients', at: [0] }],
    },
    factors: [normalization('none', 'layer', 'batch')],
    measures: [probed('gradient from layer to layer', 'gradients.depth slope@0', 'lower')],
    baseline: 'none',
    criterion: {
      type: 'all',
      of: [
        { type: 'value', arm: 'batch', relation: 'at-least', threshold: 1.15 },
        { type: 'value', arm: 'none', relation: 'at-most', threshold: 1.05 },
      ],
    },
  }),
});
