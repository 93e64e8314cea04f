/** What holds exactly, in float64: the scale of weights (C7), the identity (C8). */
import { claim } from './claim.ts';
import { probed, SOURCES } from './parts.ts';
import type { Experiment } from './claim.ts';

/** Small networks on points in the plane: identities do not depend on the size. */
const smallNetwork = (hidden: number[], probe: NonNullable<Experiment['base']['probes']>): Experiment['base'] => ({
  data: { dataset: 'gaussian-clusters', split: { train: 0.5, validation: 0.5, test: 0 } },
  model: { hidden, activation: 'tanh', normalization: { type: 'batch' } },
  optimizer: { type: 'sgd', learningRate: 0.1 },
  training: { steps: 200 },
  probes: probe,
});

const EPS = [1e-5, 1e-3];

export const scaleInvariance = claim({
  id: 'C7',
  name: 'c7-scale-invariance',
  title: 'The scale of weights in front of batch normalization has no effect on what the network gives',
  claim:
    'Weights that are multiplied by a positive number a give the same output, and a gradient that is a times smaller: larger weights are moved less (Ioffe and Szegedy 2015, section 3.3).',
  assessment:
    'Exact where eps is 0. With eps the error grows as eps over the variance, so that small weights feel it; with the eps of Keras, 0.001, and weights a tenth as large it is no rounding error any more. From the ' +
    'identity follows that the gradient is at right angles to the weights, and so that gradient steps only make them longer.',
  experiment:
    'A trained network of tanh. Its first weights are multiplied by 0.1, 10 and 100 in float64, with eps as it is and with eps 0. The claim holds if, for every seed and without eps, the outputs differ by less than ' +
    '1e-12 and the gradients by less than 1e-10 of their length.',
  expectation:
    'What do you expect: how large is the error of the gradient with eps at 0.001 and weights a tenth as large?',
  next: 'Train with weight decay, which shortens the weights again, and follow the effective learning rate in the probe of gradients. Repeat it with layer normalization.',
  sources: [SOURCES.batchNorm, SOURCES.vanLaarhoven, SOURCES.keras],
  study: () => ({
    base: smallNetwork([7], [{ type: 'scale-invariance', at: ['end'], factors: [0.1, 10, 100] }]),
    factors: [
      {
        ...{ type: 'levels', name: 'eps' },
        levels: EPS.map((eps) => ({ label: `eps ${eps}`, set: { 'model.normalization.eps': eps } })),
      },
    ],
    measures: [
      probed('output difference', 'scale-invariance.dense1/output difference without eps@end', 'lower'),
      probed('gradient error', 'scale-invariance.dense1/gradient error without eps@end', 'lower'),
      probed('cosine of weights and gradient', 'scale-invariance.dense1/cosine without eps@end', 'lower'),
      probed('gradient error with eps', 'scale-invariance.dense1/gradient error@end', 'lower'),
    ],
    criterion: {
      type: 'all',
      of: EPS.flatMap((eps) => [
        { type: 'value', arm: `eps ${eps} | output difference`, relation: 'at-most', threshold: 1e-12 } as const,
        { type: 'value', arm: `eps ${eps} | gradient error`, relation: 'at-most', threshold: 1e-10 } as const,
      ]),
    },
  }),
});

export const identity = claim({
  id: 'C8',
  name: 'c8-identity',
  title: 'Gamma and beta can undo the standardization, on the batch that it came from',
  claim:
    'The learned map lets a network recover what was there before: with beta as the mean of the batch and gamma as its deviation the whole layer is the identity (the answer on Cross Validated; Ioffe and Szegedy 2015, section 3).',
  assessment:
    'True only for the batch, or the frozen running statistics, that gamma and beta were taken from, and gamma must be the root of the variance plus eps. On any other batch, which is standardized by its own mean and deviation, the layer is not the ' +
    'identity: in training, batch normalization adds noise that no gamma and beta can take away.',
  experiment:
    'A trained network of tanh with two normalized layers. In float64, gamma and beta are set to undo the statistics of one batch, which become the running statistics too. Compared are the outputs with those of the network without normalization layers: ' +
    'on the same batch, on another batch with its own statistics, and on unseen data in inference. The claim holds if, for every seed, the first and the last differ by less than 1e-12, and the other batch by more than 0.001.',
  expectation: 'What do you expect: by how much do the outputs differ on another batch of the same size?',
  next: 'Take larger batches: how does the difference shrink with their size? Repeat it with ghost batch normalization.',
  sources: [SOURCES.question, SOURCES.batchNorm],
  study: () => ({
    base: smallNetwork([9, 9], [{ type: 'identity', at: ['end'], samples: 32 }]),
    measures: [
      probed('same batch', 'identity.outputs/same batch@end', 'lower'),
      probed('another batch', 'identity.outputs/other batch@end', 'lower'),
      probed('unseen data in inference', 'identity.outputs/unseen@end', 'lower'),
    ],
    factors: [
      {
        ...{ type: 'levels', name: 'network' },
        levels: [{ label: 'batch', set: { 'model.normalization.type': 'batch' } }],
      },
    ],
    criterion: {
      type: 'all',
      of: [
        { type: 'value', arm: 'batch | same batch', relation: 'at-most', threshold: 1e-12 },
        { type: 'value', arm: 'batch | unseen data in inference', relation: 'at-most', threshold: 1e-12 },
        { type: 'value', arm: 'batch | another batch', relation: 'at-least', threshold: 1e-3 },
      ],
    },
  }),
});
