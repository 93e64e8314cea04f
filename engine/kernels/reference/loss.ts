/** Reference kernels: losses, their gradients, accuracy. */
import type { LossKernels } from '../interface/loss.ts';
import { at } from './at.ts';

export const lossKernels: LossKernels = {
  softmaxCrossEntropy(logits, labels, probabilities, rows, classes, smoothing = 0) {
    let loss = 0;
    for (let r = 0; r < rows; r++) {
      const start = r * classes;
      // Shifting by the largest logit leaves the quotient as it is and keeps exp() in range.
      let largest = -Infinity;
      for (let c = 0; c < classes; c++) largest = Math.max(largest, at(logits, start + c));
      // Read before anything is written: probabilities may lie where the logits were.
      let chosen = (1 - smoothing) * (at(logits, start + at(labels, r)) - largest);
      if (smoothing > 0)
        for (let c = 0; c < classes; c++) chosen += (smoothing / classes) * (at(logits, start + c) - largest);
      let sum = 0;
      for (let c = 0; c < classes; c++) {
        const e = Math.exp(at(logits, start + c) - largest);
        probabilities.data[start + c] = e;
        sum += e;
      }
      for (let c = 0; c < classes; c++) probabilities.data[start + c] = at(probabilities, start + c) / sum;
      loss += Math.log(sum) - chosen;
    }
    return loss / rows;
  },
  softmaxCrossEntropyGradient(probabilities, labels, dlogits, rows, classes, smoothing = 0) {
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < classes; c++) {
        const i = r * classes + c;
        const target = (at(labels, r) === c ? 1 - smoothing : 0) + smoothing / classes;
        dlogits.data[i] = (at(probabilities, i) - target) / rows;
      }
  },
  binaryCrossEntropy(logits, target, size) {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const x = at(logits, i);
      sum += Math.max(x, 0) - x * at(target, i) + Math.log1p(Math.exp(-Math.abs(x)));
    }
    return sum / size;
  },
  binaryCrossEntropyGradient(logits, target, dlogits, size) {
    for (let i = 0; i < size; i++) dlogits.data[i] = (1 / (1 + Math.exp(-at(logits, i))) - at(target, i)) / size;
  },
  huber(y, target, delta, size) {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const z = Math.abs(at(y, i) - at(target, i));
      sum += z < delta ? (z * z) / 2 : delta * (z - delta / 2);
    }
    return sum / size;
  },
  huberGradient(y, target, delta, dy, size) {
    for (let i = 0; i < size; i++) dy.data[i] = Math.max(-delta, Math.min(delta, at(y, i) - at(target, i))) / size;
  },
  meanSquaredError(y, target, size) {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += (at(y, i) - at(target, i)) ** 2;
    return sum / size;
  },
  meanSquaredErrorGradient(y, target, dy, size) {
    for (let i = 0; i < size; i++) dy.data[i] = (2 * (at(y, i) - at(target, i))) / size;
  },
  countCorrect(scores, labels, rows, classes) {
    let correct = 0;
    for (let r = 0; r < rows; r++) {
      let best = 0;
      let comparable = true;
      for (let c = 0; c < classes; c++) {
        const score = at(scores, r * classes + c);
        if (Number.isNaN(score)) comparable = false;
        if (score > at(scores, r * classes + best)) best = c;
      }
      if (comparable && best === at(labels, r)) correct++;
    }
    return correct;
  },
};
