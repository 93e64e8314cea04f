/**
 * Rectifiers: the answer to the question that started this (C3), units that a bias has switched off (C3b), learning rates (C5),
 * and initial weights (C6).
 */
import { claim } from './claim.ts';
import {
  bySize,
  digits,
  finalAccuracy,
  inputs,
  layers,
  normalization,
  probed,
  rates,
  seldom,
  SOURCES,
  tuned,
} from './parts.ts';
import type { Experiment, Size } from './claim.ts';

const rectifiers = (size: Size, hidden: number[], steps: number): Experiment['base'] => ({
  data: digits(size),
  model: { hidden, activation: 'relu', initializer: { type: 'he-normal' } },
  optimizer: { type: 'sgd', learningRate: 0.1 },
  training: { steps },
  evaluation: { every: 50, statistics: ['running'] },
  ...seldom(300),
});

/** Where a unit of layer 1 and of layer 5 is on for half of the samples, on average over the units. */
const CENTRING = [1, 5].map((layer) =>
  probed(`distance from half, layer ${layer}`, `activations.activation${layer}/centring@0`, 'lower'),
);

export const centredOnTheKink = claim({
  id: 'C3',
  name: 'c3-centred-on-the-kink',
  title: 'Batch normalization centres rectifiers on their kink, whatever the range of the inputs',
  claim:
    'The question that this program began with: into which range should inputs be brought for rectifiers? The answer on Cross Validated: ' +
    'normalize inside the network instead, in front of every activation.',
  assessment:
    'A rectifier has no second derivative but at its kink, so that there is no range to aim for as there is with tanh. (The ranges that the question ' +
    'quotes from LeCun et al. (1998) are those for targets, section 4.5, and not those for inputs, section 4.3.) Batch normalization puts the ' +
    'mean of what a unit receives on the kink: at first each unit is on for about half of the samples. From there the ratio of beta to gamma decides: with ' +
    'normally distributed values a unit is on with the probability Φ(β / γ).',
  experiment:
    'Five hidden layers of rectifiers as they are initialized, on inputs as they are, plus 10, and times 255. For each unit the share of the samples for which ' +
    'it is on, and how far that share is from one half, on average over the units of the first and of the fifth layer. The claim holds if, for every seed ' +
    'and range, the distance is below 0.05 with batch normalization and above 0.2 without.',
  expectation:
    'What do you expect: when all inputs are ten larger, how many of the rectifiers are on for every sample, and how many for none?',
  next: 'Train these networks (C4). Set an initial beta by training for a while, and compare the shares with Φ(β / γ) in the probe of activations.',
  sources: [SOURCES.question, SOURCES.backProp, SOURCES.batchNorm],
  study: (size) => ({
    base: { ...rectifiers(size, layers(5, 100), 1), probes: [{ type: 'activations', at: [0] }] },
    factors: [
      normalization('none', 'layer', 'batch'),
      inputs({ 'as stored': {}, 'plus 10': { shift: 10 }, 'times 255': { factor: 255 } }),
    ],
    measures: [
      ...CENTRING,
      probed('dead, layer 5', 'activations.activation5/dead@0', 'lower'),
      probed('always on, layer 5', 'activations.activation5/always-on@0', 'lower'),
    ],
    baseline: 'none · as stored',
    criterion: {
      type: 'all',
      of: ['as stored', 'plus 10', 'times 255'].flatMap((range) =>
        CENTRING.flatMap(({ name }) => [
          { type: 'value', arm: `batch · ${range} | ${name}`, relation: 'at-most', threshold: 0.05 } as const,
          { type: 'value', arm: `none · ${range} | ${name}`, relation: 'at-least', threshold: 0.2 } as const,
        ]),
      ),
    },
  }),
});

export const deadByBias = claim({
  id: 'C3b',
  name: 'c3b-dead-by-bias',
  title: 'A bias that kills rectifiers has no effect in front of batch normalization',
  claim:
    'Batch normalization takes the mean of the batch away, and with it every bias of the layer before: the bias can be left out (Ioffe and Szegedy 2015, section 3.2).',
  assessment:
    'Right where the normalization follows directly and its statistics come from the batch. The bias then gets no gradient either. What a bias did is done by beta, ' +
    'which comes after the standardization and can still switch units off.',
  experiment:
    'Three hidden layers of rectifiers whose biases all start at -3, and at 0. The claim holds if, for every seed, the plain network with biases of -3 has only dead ' +
    'units and stays at 15 % or less, while batch normalization reaches the same accuracy within 0.01 with both.',
  expectation:
    'What do you expect: can a network recover whose rectifiers are all off for every sample? And with batch normalization?',
  next: 'Try -1 and -0.3. Replace the rectifiers by leaky ones. Put the normalization behind the activation, where it cancels nothing.',
  sources: [SOURCES.batchNorm],
  study: (size) => {
    const base = rectifiers(size, layers(3, bySize(size, 50, 100)), 600);
    return {
      base: { ...base, model: { ...base.model, bias: 'always' }, probes: [{ type: 'activations', at: ['end'] }] },
      factors: [
        normalization('none', 'batch'),
        {
          ...{ type: 'levels', name: 'initial bias' },
          levels: [0, -3].map((bias) => ({ label: `bias ${bias}`, set: { 'model.biasInitial': [bias] } })),
        },
      ],
      measures: [finalAccuracy([]), probed('dead, layer 1', 'activations.activation1/dead@end', 'lower')],
      baseline: 'none · bias 0',
      criterion: {
        type: 'all',
        of: [
          { type: 'value', arm: 'none · bias -3 | final accuracy', relation: 'at-most', threshold: 0.15 },
          { type: 'value', arm: 'none · bias -3 | dead, layer 1', relation: 'at-least', threshold: 1 },
          {
            ...{ type: 'equivalence', margin: 0.01 },
            ...{ arm: 'batch · bias -3 | final accuracy', baseline: 'batch · bias 0 | final accuracy' },
          },
        ],
      },
    };
  },
});

export const higherRates = claim({
  id: 'C5',
  name: 'c5-higher-learning-rates',
  title: 'Batch normalization tolerates learning rates at least three times as high',
  claim:
    'Batch normalization allows much larger learning rates without divergence (Ioffe and Szegedy 2015, section 3.3); for Bjorck et al. (2018) this is the reason why it helps.',
  assessment:
    'Learning rates of both kinds of networks do not mean the same thing: in front of a normalization only the direction of the weights counts, and what moves it is the ' +
    'learning rate divided by their squared length, which grows in training. So the tolerance is real, but part of it is this change of scale. Layer normalization has it too, so look where its limit lies.',
  experiment:
    'Five hidden layers of 100 rectifiers, ten learning rates from 0.001 to 30, 600 steps each. For each seed the largest learning rate with a final accuracy of 85 % or more. The ' +
    'claim holds if, for every seed, batch normalization has at least three times that of the plain network.',
  expectation: 'What do you expect: up to which learning rate does each of the three networks still learn?',
  next: 'Add momentum or a warm-up. Read the effective learning rate from the probe of gradients. Compare the accuracies at each best learning rate.',
  sources: [SOURCES.batchNorm, SOURCES.bjorck, SOURCES.vanLaarhoven],
  study: (size) => ({
    base: rectifiers(size, layers(5, bySize(size, 50, 100)), 600),
    factors: [normalization('none', 'layer', 'batch'), rates(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)],
    measures: [
      {
        ...{ name: 'largest learning rate', value: { of: 'validation.accuracy' }, better: 'higher' },
        reduce: [{ type: 'largest-reaching', factor: 'learning rate', level: 0.85 }],
      },
    ],
    baseline: 'none',
    criterion: { type: 'ratio', arm: 'batch', baseline: 'none', relation: 'at-least', threshold: 3 },
  }),
});

export const carelessInitialization = claim({
  id: 'C6',
  name: 'c6-careless-initialization',
  title: 'With batch normalization the scale of the initial weights hardly matters',
  claim:
    'Batch normalization makes training less dependent on the initial weights, which may be chosen with less care (Ioffe and Szegedy 2015, abstract).',
  assessment:
    'Right over several decades, and not without end. Weights a hundred times too large make the effective learning rate, the learning rate over the squared length of the weights, ' +
    'ten thousand times smaller, and the output layer, which nothing normalizes, is scaled along with the others.',
  experiment:
    'Five hidden layers of rectifiers, the initial weights of He et al. (2015) times 0.01, 0.1, 0.3, 1, 3, 10 and 100, three learning rates. Over how many decades of the factor is the accuracy ' +
    'at the best learning rate 90 % or more? The claim holds if, for every seed, these are at least three with batch normalization and at most one without.',
  expectation:
    'What do you expect: which factors spoil the plain network, and which, if any, the one with batch normalization?',
  next: 'Try orthogonal weights, or weight normalization with initialization from data.',
  sources: [SOURCES.batchNorm, SOURCES.vanLaarhoven],
  study: (size) => ({
    base: rectifiers(size, layers(5, bySize(size, 50, 100)), 600),
    factors: [
      normalization('none', 'layer', 'batch'),
      {
        ...{ type: 'values', name: 'factor of the weights', path: 'model.initializer.factor' },
        values: [0.01, 0.1, 0.3, 1, 3, 10, 100],
      },
      rates(0.01, 0.1, 1),
    ],
    measures: [
      {
        ...{ name: 'decades', value: { of: 'validation.accuracy' }, better: 'higher', unit: 'decades' },
        reduce: [...tuned, { type: 'decades-reaching', factor: 'factor of the weights', level: 0.9 }],
      },
    ],
    baseline: 'none',
    criterion: {
      type: 'all',
      of: [
        { type: 'value', arm: 'batch', relation: 'at-least', threshold: 3 },
        { type: 'value', arm: 'none', relation: 'at-most', threshold: 1 },
      ],
    },
  }),
});
