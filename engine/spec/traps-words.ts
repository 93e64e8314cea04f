/** What is said of settings that are allowed, and that often do something else than one thinks (traps.ts). */
import { formatNumber } from '../words/numbers.ts';
import { messages } from '../words/words.ts';
import { kerasMomentum } from './framework-defaults.ts';

/** What holds too few values, and what to do about it. */
const FEW = {
  layer: { what: 'A sample of some layer', remedy: 'Use wider layers.' },
  group: { what: 'Some group', remedy: 'Use fewer groups.' },
  instance: { what: 'A channel of some layer', remedy: 'Pool less, or use group normalization.' },
} as const;
interface Few {
  of: keyof typeof FEW;
}

export const TRAPS = messages('trap', {
  'batch.one':
    'With one value a channel every standardized value is 0: the layer gives the same whatever the input, and nothing below it learns.',
  'batch.two':
    'With two values a channel every standardized value is 1 or -1, whatever the input, and no gradient reaches the layers ' +
    'below. Use 8 or more, or layer normalization.',
  'batch.whitening': ({ values, whitened }: { values: number; whitened: number }) =>
    `Whitening ${whitened} channels together takes more values of each than there are channels, and a batch gives ${values}: their ` +
    'covariance has no full rank. Use larger batches, or a smaller group size.',
  'batch.noise': 'Statistics of so few values are noisy; normalization over the batch needs about 16 and more.',
  'batch.rest': ({ samples }: { samples: number }) =>
    `The last batch of each epoch would hold 1 of ${samples} samples, which cannot be normalized over the batch. Leave it out, or change the batch size.`,
  'momentum.warmup': ({ steps, frozen }: { steps: number; frozen: boolean }) =>
    `Running statistics need ${steps} steps to forget their initial values (1 % left), more than ${frozen ? 'there are before they are frozen' : 'the run has'}. Inference will lag behind.`,

  'batch.class-sorted':
    'Batch normalization takes the batch for a fair draw from the data. Batches of few classes are none: running ' +
    'statistics then fit no single batch, and inference differs from training.',
  'momentum.keras': ({ momentum }: { momentum: number }) =>
    `Is this Keras's momentum? Here it is the weight of the new batch, as in PyTorch: Keras's ${formatNumber(momentum, 6)} is ` +
    `${formatNumber(kerasMomentum(momentum), 6)} here.`,
  'momentum.large-means': ({ mean, deviation }: { mean: number; deviation: number }) =>
    `The inputs have mean ${formatNumber(mean, 3)} and deviation ${formatNumber(deviation, 3)}. Means this large move with every ` +
    'update, and running averages trail behind them: inference can be far worse than training. Center the inputs, or compare with precise statistics.',
  'fork.dataset': ({ before, now }: { before: string; now: string }) =>
    `The weights were trained on ${before}. Where samples of it are in ${now} too, some may be in its ` +
    'validation part now: its accuracy then says too much.',
  'decay.gamma':
    'Weight decay pulls gamma towards 0 and with it the signal of the whole layer. It is commonly left out for gamma and beta.',
  'decay.weights':
    'The function does not depend on the length of weights that a normalization follows: decay changes only their effective learning rate.',
  'few.one': ({ of }: Few) =>
    `${FEW[of].what} holds one value, which is always standardized to 0: the layer gives beta. ${FEW[of].remedy}`,
  'few.two': ({ of }: Few) =>
    `${FEW[of].what} holds two values, which are always standardized to 1 and -1: no gradient passes. ${FEW[of].remedy}`,
  'few.rms': 'Some layer has one unit. Divided by its own size only its sign is left: no gradient passes.',
  'few.filter-response':
    'Some layer has one value for each channel of a sample. Divided by its own size only its sign is left, and ' +
    'hardly any gradient passes. Set epsilon to about 0.1, or use RMS normalization.',
  'few.mixture':
    'In layers with one value for each channel of a sample there are no instance statistics: the mixture is one of ' +
    'layer and batch normalization.',
});
