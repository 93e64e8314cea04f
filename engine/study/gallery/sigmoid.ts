/** Networks of sigmoids: faster with batch normalization (C1), and not by its learned map (C9). */
import { claim } from './claim.ts';
import { bySize, digits, finalAccuracy, layers, normalization, rates, seldom, SOURCES, stepsTo } from './parts.ts';
import type { Experiment, Size } from './claim.ts';
import type { NormalizationLevel } from './parts.ts';

/** Three hidden layers of sigmoids: the network of Ioffe and Szegedy (2015), section 4.1; half as wide in the quick size. */
const threeLayers = (size: Size, ...arms: NormalizationLevel[]): Omit<Experiment, 'measures'> => ({
  base: {
    data: digits(size),
    model: { hidden: layers(3, bySize(size, 50, 100)), activation: 'sigmoid', initializer: { type: 'lecun-normal' } },
    training: { steps: 1500 },
    evaluation: { every: 25, statistics: ['running'] },
    ...seldom(250),
  },
  factors: [normalization(...arms), rates(0.1, 0.3, 1, 3, 10)],
});

export const fasterSigmoid = claim({
  id: 'C1',
  name: 'c1-faster-sigmoid',
  title: 'Batch normalization speeds up a sigmoid network',
  claim:
    'With batch normalization before each activation, a small network of sigmoids learns handwritten digits in far fewer ' +
    'steps than without (Ioffe and Szegedy 2015, section 4.1).',
  assessment:
    'The paper compares at one learning rate and one scale of initial weights, and states neither. Untuned baselines make any ' +
    'method look good, so each arm is compared at its own best learning rate here. What the paper also suggests, a higher ' +
    'accuracy at the end, is no part of this claim: on a set of this size it goes away once the plain network is tuned.',
  experiment:
    'Three hidden layers of sigmoids, plain gradient steps on mini-batches of 60, five learning rates for each arm. Counted are ' +
    'the steps until 85 % of the validation digits are recognized. The claim holds if, for every seed, batch normalization ' +
    'needs at most a third of the steps.',
  expectation:
    'What do you expect: how many times fewer steps does the network with batch normalization need, when both may choose their learning rate?',
  next: 'Add momentum or Adam to the base, and see how much of the advantage is left. Compare the final accuracies instead of the steps.',
  sources: [SOURCES.batchNorm, SOURCES.question],
  study: (size) => ({
    ...threeLayers(size, 'none', 'batch'),
    measures: [stepsTo(0.85)],
    baseline: 'none',
    criterion: { type: 'ratio', arm: 'batch', baseline: 'none', relation: 'at-most', threshold: 1 / 3 },
  }),
});

export const affineIsNotEnough = claim({
  id: 'C9',
  name: 'c9-affine-only',
  title: 'The learned map alone is not batch normalization, although both can represent the same functions',
  claim:
    'Standardizing first and mapping afterwards represents nothing that a learned map alone could not represent; what ' +
    'changes is how well the network can be trained (the answer on Cross Validated).',
  assessment:
    'Right as far as it goes: for fixed statistics both give the same functions. That the gain lies in the optimization can be tested: the ' +
    'map alone should be slow like the plain network, and end at much the same accuracy.',
  experiment:
    'The network of claim C1 with nothing, with the learned factor and shift alone, with standardization alone, and with both. Each at its ' +
    'own best learning rate. The claim holds if the map alone needs at least three times the steps of batch normalization to 85 %, ' +
    'and ends within 0.02 of its accuracy.',
  expectation:
    'What do you expect of the learned map without standardization: the speed of batch normalization, that of the plain network, or something between?',
  next: 'Watch gamma and beta of both arms. Repeat it with ten hidden layers, where the map alone does not learn at all (C2).',
  sources: [SOURCES.question, SOURCES.batchNorm],
  study: (size) => ({
    ...threeLayers(size, 'none', 'affine only', 'standardize only', 'batch'),
    measures: [stepsTo(0.85), finalAccuracy()],
    baseline: 'batch',
    criterion: {
      type: 'all',
      of: [
        {
          ...{ type: 'ratio', relation: 'at-least', threshold: 3 },
          ...{ arm: 'affine only | steps to 85 %', baseline: 'batch | steps to 85 %' },
        },
        {
          ...{ type: 'equivalence', margin: 0.02 },
          ...{ arm: 'affine only | final accuracy', baseline: 'batch | final accuracy' },
        },
      ],
    },
  }),
});
