/**
 * What batch normalization means elsewhere: the defaults in which implementations differ. All momenta are in PyTorch's
 * convention, the weight of the new batch; Keras, TensorFlow.js and ONNX write 1 minus that.
 *
 * Sources: PyTorch BatchNorm1d; Keras 3 batch_normalization.py; TensorFlow.js tfjs-layers normalization.ts; ONNX
 * BatchNormalization-15; Ioffe and Szegedy (2015), Algorithm 2 (which averages over batches, unbiased, and states no
 * momentum and no epsilon).
 */

export const SEMANTICS = ['pytorch', 'keras', 'tfjs', 'onnx', 'paper'] as const;
export type Semantics = (typeof SEMANTICS)[number];

export interface BatchNormConventions {
  /** null: the plain average over all batches. */
  momentum: number | null;
  eps: number;
  runningVariance: 'unbiased' | 'biased';
  single: 'refuse' | 'beta';
}

export const CONVENTIONS: Readonly<Record<Semantics, BatchNormConventions>> = {
  pytorch: { momentum: 0.1, eps: 1e-5, runningVariance: 'unbiased', single: 'refuse' },
  keras: { momentum: 0.01, eps: 1e-3, runningVariance: 'biased', single: 'beta' },
  tfjs: { momentum: 0.01, eps: 1e-3, runningVariance: 'biased', single: 'beta' },
  onnx: { momentum: 0.1, eps: 1e-5, runningVariance: 'biased', single: 'beta' },
  paper: { momentum: null, eps: 1e-5, runningVariance: 'unbiased', single: 'refuse' },
};
