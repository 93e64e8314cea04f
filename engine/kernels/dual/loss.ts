/**
 * Dual kernels: losses and their gradients. The losses themselves return plain numbers, whose derivative is gradient times
 * direction and needs no kernel.
 */
import type { LossKernels } from '../interface/loss.ts';
import { lossKernels as reference } from '../reference/loss.ts';
import { sigmoid } from '../reference/activation.ts';
import { dual } from './tensor.ts';

export const lossKernels: LossKernels = {
  ...reference,
  // p = softmax(z): dp = p (dz - sum of p dz)
  softmaxCrossEntropy(logits, labels, probabilities, rows, classes, smoothing) {
    // Of a row the tangents are read before they are written: probabilities may lie where the logits were.
    const { tangent } = dual(logits);
    const loss = reference.softmaxCrossEntropy(logits, labels, probabilities, rows, classes, smoothing);
    const to = dual(probabilities);
    for (let start = 0; start < rows * classes; start += classes) {
      let mean = 0;
      for (let i = start; i < start + classes; i++) mean += to.data[i]! * tangent[i]!;
      for (let i = start; i < start + classes; i++) to.tangent[i] = to.data[i]! * (tangent[i]! - mean);
    }
    return loss;
  },
  softmaxCrossEntropyGradient(probabilities, labels, dlogits, rows, classes, smoothing) {
    const [from, to] = [dual(probabilities), dual(dlogits)];
    reference.softmaxCrossEntropyGradient(from, labels, to, rows, classes, smoothing);
    for (let i = 0; i < rows * classes; i++) to.tangent[i] = from.tangent[i]! / rows;
  },
  binaryCrossEntropyGradient(logits, target, dlogits, size) {
    const [z, t, to] = [dual(logits), dual(target), dual(dlogits)];
    for (let i = 0; i < size; i++) {
      const share = sigmoid(z.data[i]!);
      to.tangent[i] = (share * (1 - share) * z.tangent[i]! - t.tangent[i]!) / size;
      to.data[i] = (share - t.data[i]!) / size;
    }
  },
  huberGradient(y, target, delta, dy, size) {
    const [a, t, to] = [dual(y), dual(target), dual(dy)];
    for (let i = 0; i < size; i++) {
      const error = a.data[i]! - t.data[i]!;
      to.tangent[i] = Math.abs(error) < delta ? (a.tangent[i]! - t.tangent[i]!) / size : 0;
      to.data[i] = Math.max(-delta, Math.min(delta, error)) / size;
    }
  },
  meanSquaredErrorGradient(y, target, dy, size) {
    const [a, t, to] = [dual(y), dual(target), dual(dy)];
    for (let i = 0; i < size; i++) {
      to.tangent[i] = (2 * (a.tangent[i]! - t.tangent[i]!)) / size;
      to.data[i] = (2 * (a.data[i]! - t.data[i]!)) / size;
    }
  },
};
