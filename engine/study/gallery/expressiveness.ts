/** What standardized units cannot express without gamma and beta (C10). */
import { claim } from './claim.ts';
import { bestAccuracy, normalization, rates, SOURCES } from './parts.ts';

export const standardizedOnly = claim({
  id: 'C10',
  name: 'c10-standardized-only',
  title: 'Without gamma and beta, standardized sigmoids cannot tell a disc from a ring around it',
  claim:
    'Standardizing alone would change what a layer can represent: the inputs of a sigmoid would be held in its nearly linear part. The learned map is there to undo this (Ioffe and Szegedy 2015, section 3).',
  assessment:
    'There is an exact form of this. A sigmoid is point-symmetric about its value at 0. Units that are standardized without beta have their zero at the mean of the data, so that one hidden layer of them, with a linear output, gives a function that is ' +
    'point-symmetric about that mean. Of two opposite points of the same class such a function, compared with any threshold, gets at least one wrong in one of the classes: at most three quarters of the points can be right. Rectifiers are not symmetric and have no such limit, and in deep wide networks the map matters far less.',
  experiment:
    'Points in the plane, one hidden layer of 16 sigmoids, four learning rates for each arm. The claim holds if, for every seed, standardization alone stays at 65 % or less, and batch normalization reaches 98 %.',
  expectation:
    'What do you expect: what is the best that a point-symmetric function can do here? And what if the sigmoids become rectifiers?',
  next: 'Give the network beta without gamma, then gamma without beta. Add a second hidden layer. Use rectifiers.',
  sources: [SOURCES.batchNorm, SOURCES.question],
  study: (size) => ({
    base: {
      data: { dataset: 'ring-and-disc', split: { train: 0.5, validation: 0.5, test: 0 } },
      model: { hidden: [16], activation: 'sigmoid' },
      training: { steps: size === 'quick' ? 3000 : 10_000 },
      evaluation: { every: 100, statistics: ['running'] },
      record: { normalization: { every: 500 } },
    },
    factors: [normalization('none', 'standardize only', 'batch'), rates(0.1, 0.3, 1, 3)],
    measures: [bestAccuracy()],
    baseline: 'none',
    criterion: {
      type: 'all',
      of: [
        { type: 'value', arm: 'standardize only', relation: 'at-most', threshold: 0.65 },
        { type: 'value', arm: 'batch', relation: 'at-least', threshold: 0.98 },
      ],
    },
  }),
});
