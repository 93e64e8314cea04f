/** What a report says of each probe: what it is, how to read it, where it is from. Not the numbers. */
import type { ProbeType } from '../../../../engine/spec/schema.ts';

export interface ProbeText {
  title: string;
  /** One paragraph. */
  text: string;
}

export const PROBE_TEXTS: Record<ProbeType, ProbeText> = {
  activations: {
    title: 'Activations',
    text:
      'What enters and leaves every activation, on one batch of the training split that is normalized by its own statistics. ' +
      'A slope near 0 lets hardly any gradient pass; a dead unit is off for every sample; centring is 0 where every unit is on ' +
      'for half of the samples and 1/2 where each is always on or always off; an effective rank near 1 means that all samples ' +
      'look alike to the layer. Percentiles as in figure 1 of Ioffe and Szegedy (2015), effective rank after Roy and Vetterli (2007).',
  },
  gradients: {
    title: 'Gradients',
    text:
      'How long gradients and updates are, on the mini-batch that training would take next. The update ratio is the length of ' +
      'one update over that of the weights: a layer far below the others stands still. A depth slope below 1 means that ' +
      'gradients vanish on their way to the input, above 1 that they explode. The input-independent share is 1 where all samples ' +
      'pull a layer the same way, and 0 right below batch normalization (after Bjorck et al. 2018).',
  },
  landscape: {
    title: 'Landscape',
    text:
      'How the loss and its gradient change along the gradient of the next mini-batch, after Santurkar et al. (2018), and a ' +
      'slice through the loss in two random directions whose parts have the length of the weights they belong to (filter ' +
      'normalization, Li et al. 2018). Small changes mean that the gradient can be trusted for a longer step. A caution: a stuck ' +
      'network looks smooth, because it has learned nothing; compare only networks that are not stuck. A slice shows two ' +
      'directions out of thousands.',
  },
  'covariate-shift': {
    title: 'Covariate shift',
    text:
      'How much one update of the layers below changes what a layer works on, in both senses of the term: as the change of its ' +
      'gradient (definition 2.1 of Santurkar et al. 2018; a cosine near 0 means that the step was worthless by the time it was ' +
      'made), and as the drift of the distribution of its inputs (in the sense of Ioffe and Szegedy 2015), in units of their ' +
      'deviation. The two need not agree, and neither is known to decide how well training goes.',
  },
  normalization: {
    title: 'Normalization',
    text:
      'In inference batch normalization uses running averages, which stand for the statistics of the population (Ioffe and ' +
      'Szegedy 2015, Algorithm 2). z is by how many deviations the standardized values are off because of that; a median above ' +
      '0.1 deserves a look, and above 0.3 the running statistics are wrong. Where the accuracy is high with population ' +
      'statistics and low with running ones, the network is sound and its running statistics are not.',
  },
  identity: {
    title: 'Identity',
    text:
      'Batch normalization can undo itself with gamma = sqrt(variance + eps) and beta = mean (Ioffe and Szegedy 2015, section 3). ' +
      'The probe sets every layer so from one batch and gives the largest difference between its output and its input. On that ' +
      'batch and in inference it is rounding error; on another batch, normalized by its own statistics, it is not.',
  },
  'scale-invariance': {
    title: 'Scale invariance',
    text:
      'Weights that a normalization follows can be multiplied by any positive number: outputs stay the same, and their gradient ' +
      'is divided by that number (Ioffe and Szegedy 2015, section 3.3). Given are the largest errors over all factors, with eps ' +
      'as the network has it and without. eps breaks the invariance, the more so the smaller the weights are.',
  },
  recalibration: {
    title: 'Recalibration',
    text:
      'Population statistics are computed anew with frozen weights, here from the inputs that the options name. Scores are those ' +
      'on the validation split, shifted alike: before with the running statistics, after with the new ones, batch with those of ' +
      'its own batches; original is the run as it was. It takes no labels (compare Schneider et al. 2020).',
  },
  hessian: {
    title: 'Hessian',
    text:
      'The curvature of the loss, from exact products with its matrix of second derivatives in float64: the largest eigenvalues, ' +
      'and the density of all of them by stochastic Lanczos quadrature (Ghorbani, Krishnan and Xiao 2019). On a parabola plain ' +
      'gradient descent diverges beyond a learning rate of 2 / lambda1. lambda1 / lambda11 says how far the largest stand out ' +
      '(LeCun et al. 1998). With batch and with running statistics the two matrices differ by factors. Eigenvalues that have ' +
      'not converged are too small: take more iterations.',
  },
};
