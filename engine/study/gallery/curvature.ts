/** The Hessian: its outliers with batch normalization (C11) and with standardized inputs (C11b), and LeCun's linear unit (C19). */
import { claim } from './claim.ts';
import { bySize, probed, SOURCES } from './parts.ts';
import type { Experiment, Size } from './claim.ts';

const ACTIVATIONS = ['tanh', 'sigmoid', 'relu'] as const;

/** Few enough weights that their Hessian is cheap: 49-16-16-10, at step 200. */
const smallPictures = (size: Size): Experiment['base'] => ({
  data: { dataset: 'digits-7', split: { train: 0.8, validation: 0.2, test: 0 } },
  model: { hidden: [16, 16] },
  optimizer: { type: 'sgd', learningRate: 0.1 },
  training: { steps: 200, batchSize: 100 },
  evaluation: { every: 100, statistics: ['running'] },
  probes: [
    {
      ...{ type: 'hessian', at: ['end'], statistics: ['batch'], eigenvalues: 11, vectors: 0 },
      ...{ samples: bySize(size, 500, 2000), iterations: bySize(size, 120, 200), full: 0 },
    },
  ],
});

const RATIO = probed('λ1 / λ11', 'hessian.batch/ratio11@end', 'lower');

const byActivation = {
  type: 'levels' as const,
  name: 'activation',
  levels: ACTIVATIONS.map((activation) => ({
    label: activation,
    set: {
      'model.activation': activation,
      'model.initializer': { type: activation === 'relu' ? 'he-normal' : 'lecun-normal' },
    },
  })),
};

const lowerThan = (arm: string, baseline: string) =>
  ACTIVATIONS.map((activation) => ({
    ...({ type: 'ratio', relation: 'at-most', threshold: 1 / 2.5 } as const),
    ...{ arm: `${arm} · ${activation}`, baseline: `${baseline} · ${activation}` },
  }));

export const outliers = claim({
  id: 'C11',
  name: 'c11-hessian-outliers',
  title: 'Batch normalization removes the outliers of the Hessian',
  claim:
    'In directions of very different curvature no one learning rate is right. With batch normalization the few very large eigenvalues of the Hessian are gone (Ghorbani et al. 2019), of which LeCun et al. (1998) wrote that inputs and ' +
    'states that are not centred make them.',
  assessment:
    'It depends on which Hessian is meant: with the statistics of the batch as a part of the function. With running statistics as constants the outliers are there. The smallest eigenvalues are useless as a measure, being negative or 0; the largest over the eleventh is ' +
    'what LeCun et al. look at (section 8).',
  experiment:
    'A network of two hidden layers of 16 on digits of 7 x 7 pixels, after 200 steps, with tanh, sigmoids and rectifiers. The largest eigenvalue of the Hessian over the eleventh. The claim holds if, for every seed and activation, batch normalization has at most ' +
    '1 / 2.5 of the ratio of the plain network.',
  expectation: 'What do you expect: for which of the three activations is the difference largest?',
  next: 'Take the Hessian with running statistics. Look at the whole spectrum in the probe. Use layer normalization or the learned map alone.',
  sources: [SOURCES.ghorbani, SOURCES.backProp],
  study: (size) => ({
    base: smallPictures(size),
    factors: [
      {
        ...{ type: 'levels', name: 'normalization' },
        levels: (['none', 'batch'] as const).map((type) => ({ label: type, set: { 'model.normalization': { type } } })),
      },
      byActivation,
    ],
    measures: [RATIO],
    baseline: 'none · tanh',
    criterion: { type: 'all', of: lowerThan('batch', 'none') },
  }),
});

export const standardizedInputs = claim({
  id: 'C11b',
  name: 'c11b-standardized-inputs',
  kind: 'counter-claim',
  title: 'In a shallow network standardized inputs alone do most of it',
  claim:
    'The counter-claim to C11: inputs of mean 0 and variance 1, as LeCun et al. (1998, section 4.3) recommend, remove most of the outliers without any normalization inside.',
  assessment:
    'In shallow networks the largest eigenvalues come from inputs that are all positive. Deeper inside the same problem comes back, which is why the recipe of 1998 is to be applied at all layers. Batch normalization is a way to do so.',
  experiment:
    'The network of C11 without normalization, on inputs as they are and on standardized ones. The claim holds if, for every seed and activation, standardized inputs have at most 1 / 2.5 of the ratio of the largest eigenvalue over the eleventh.',
  expectation:
    'What do you expect: how much of the gain of batch normalization in C11 can be had by standardizing the inputs?',
  next: 'Add hidden layers until standardized inputs are not enough. Whiten the inputs instead.',
  sources: [SOURCES.backProp, SOURCES.ghorbani],
  study: (size) => {
    const base = smallPictures(size);
    return {
      base: { ...base, model: { hidden: [16, 16], normalization: { type: 'none' } } },
      factors: [
        {
          ...{ type: 'levels', name: 'inputs' },
          levels: [
            { label: 'as stored', set: { 'data.scaling': { method: 'none' } } },
            { label: 'standardized', set: { 'data.scaling': { method: 'standardize', per: 'feature' } } },
          ],
        },
        byActivation,
      ],
      measures: [RATIO],
      baseline: 'as stored · tanh',
      criterion: { type: 'all', of: lowerThan('standardized', 'as stored') },
    };
  },
});

const DATA = { dataset: 'two-classes', split: { train: 0.98, validation: 0.02, test: 0 } };

export const linearUnit = claim({
  id: 'C19',
  name: 'c19-linear-unit',
  title: 'The largest eigenvalue tells at which learning rate a linear unit diverges',
  claim:
    'For a linear unit with a squared error the Hessian is the matrix of the second moments of the inputs. On two classes of 50 points its eigenvalues are 0.84 and 0.036, and gradient descent converges below a learning rate of 2 / 0.84 = 2.38: at 1.5 it does, at 2.5 it does not ' +
    '(LeCun et al. 1998, section 5.2).',
  assessment:
    'The unit of the paper has a bias, and the second moment of its constant input is 1: the largest eigenvalue is not 0.84 but 1, and the limit is 2 and not 2.38. The two learning rates of the paper lie on either side of both. The deviation of its classes is not stated; 0.2 is ours.',
  experiment:
    'Two classes about (0.4, 0.8) and the opposite point, full batches, half the squared error. The eigenvalues of the Hessian, and the loss after 300 steps at the learning rates 1.5, 2.2 and 2.5. The claim holds if, for every seed, the second and the third eigenvalue lie within 10 % of ' +
    '0.84 and 0.036, the loss at 1.5 stays below 0.1, and 2.5 diverges. At 2.2 the two limits disagree.',
  expectation: 'What do you expect at a learning rate of 2.2: convergence, as 2.38 says, or divergence, as 2 says?',
  next: 'Shift the inputs by 3 and look at the eigenvalues again. Whiten the inputs: at which learning rate does one step suffice?',
  sources: [SOURCES.backProp],
  study: () => ({
    base: {
      data: DATA,
      model: { hidden: [], normalization: { type: 'none' } },
      // Half the squared error, as long as errors stay below delta.
      loss: { type: 'huber', delta: 1e30 },
      training: { steps: 300, batching: { type: 'full' } },
      evaluation: { every: 10, statistics: ['running'] },
      probes: [{ type: 'hessian', at: [0], statistics: ['batch'], vectors: 0, samples: 98 }],
    },
    factors: [
      {
        ...{ type: 'levels', name: 'learning rate' },
        levels: [1.5, 2.2, 2.5].map((rate) => ({ label: `rate ${rate}`, set: { 'optimizer.learningRate': rate } })),
      },
    ],
    measures: [
      { name: 'final loss', value: { of: 'train.loss' }, better: 'lower' },
      probed('λ1', 'hessian.batch/lambda1@0', 'lower'),
      probed('λ2', 'hessian.batch/lambda2@0', 'lower'),
      probed('λ3', 'hessian.batch/lambda3@0', 'lower'),
    ],
    criterion: {
      type: 'all',
      of: [
        ...(
          [
            ['λ2', 0.84],
            ['λ3', 0.036],
          ] as const
        ).flatMap(([name, value]) => [
          { type: 'value', arm: `rate 1.5 | ${name}`, relation: 'at-least', threshold: 0.9 * value } as const,
          { type: 'value', arm: `rate 1.5 | ${name}`, relation: 'at-most', threshold: 1.1 * value } as const,
        ]),
        { type: 'value', arm: 'rate 1.5 | final loss', relation: 'at-most', threshold: 0.1 },
        { type: 'value', arm: 'rate 2.5 | final loss', relation: 'at-least', threshold: 1e6 },
      ],
    },
  }),
});
