/** Fast kernels: losses, their gradients, accuracy. The arithmetic is in ../assembly. */
import type { LossKernels } from '../../interface/loss.ts';
import { address } from '../address.ts';
import type { Arena } from '../arena.ts';

export interface LossExports {
  softmaxCrossEntropy(
    logits: number,
    labels: number,
    out: number,
    rows: number,
    classes: number,
    smoothing: number,
  ): number;
  softmaxCrossEntropyGradient(
    probabilities: number,
    labels: number,
    out: number,
    rows: number,
    classes: number,
    smoothing: number,
  ): void;
  binaryCrossEntropy(logits: number, target: number, size: number): number;
  binaryCrossEntropyGradient(logits: number, target: number, dlogits: number, size: number): void;
  huber(y: number, target: number, delta: number, size: number): number;
  huberGradient(y: number, target: number, delta: number, dy: number, size: number): void;
  meanSquaredError(y: number, target: number, size: number): number;
  meanSquaredErrorGradient(y: number, target: number, dy: number, size: number): void;
  countCorrect(scores: number, labels: number, rows: number, classes: number): number;
}

export const createLossKernels = (wasm: LossExports, arena: Arena): LossKernels => ({
  softmaxCrossEntropy(logits, labels, probabilities, rows, classes, smoothing = 0) {
    const size = rows * classes;
    const list = arena.integers(labels, rows, classes, 'labels');
    const to = address(probabilities, size);
    return wasm.softmaxCrossEntropy(address(logits, size), list, to, rows, classes, smoothing);
  },
  softmaxCrossEntropyGradient(probabilities, labels, dlogits, rows, classes, smoothing = 0) {
    const size = rows * classes;
    const list = arena.integers(labels, rows, classes, 'labels');
    const from = address(probabilities, size);
    wasm.softmaxCrossEntropyGradient(from, list, address(dlogits, size), rows, classes, smoothing);
  },
  binaryCrossEntropy: (logits, target, size) =>
    wasm.binaryCrossEntropy(address(logits, size), address(target, size), size),
  binaryCrossEntropyGradient(logits, target, dlogits, size) {
    wasm.binaryCrossEntropyGradient(address(logits, size), address(target, size), address(dlogits, size), size);
  },
  huber: (y, target, delta, size) => wasm.huber(address(y, size), address(target, size), delta, size),
  huberGradient(y, target, delta, dy, size) {
    wasm.huberGradient(address(y, size), address(target, size), delta, address(dy, size), size);
  },
  meanSquaredError: (y, target, size) => wasm.meanSquaredError(address(y, size), address(target, size), size),
  meanSquaredErrorGradient(y, target, dy, size) {
    wasm.meanSquaredErrorGradient(address(y, size), address(target, size), address(dy, size), size);
  },
  countCorrect(scores, labels, rows, classes) {
    const list = arena.integers(labels, rows, classes, 'labels');
    return wasm.countCorrect(address(scores, rows * classes), list, rows, classes);
  },
});
