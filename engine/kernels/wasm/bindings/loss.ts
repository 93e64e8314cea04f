/** Fast kernels: losses, their gradients, accuracy. The arithmetic is in ../assembly. */
import type { LossKernels } from '../../interface/loss.ts';
import { address } from '../address.ts';
import type { Arena } from '../arena.ts';

export interface LossExports {
  softmaxCrossEntropy(logits: number, labels: number, out: number, rows: number, classes: number): number;
  softmaxCrossEntropyGradient(probabilities: number, labels: number, out: number, rows: number, classes: number): void;
  meanSquaredError(y: number, target: number, size: number): number;
  meanSquaredErrorGradient(y: number, target: number, dy: number, size: number): void;
  countCorrect(scores: number, labels: number, rows: number, classes: number): number;
}

export const createLossKernels = (wasm: LossExports, arena: Arena): LossKernels => ({
  softmaxCrossEntropy(logits, labels, probabilities, rows, classes) {
    const size = rows * classes;
    const list = arena.integers(labels, rows, classes, 'labels');
    return wasm.softmaxCrossEntropy(address(logits, size), list, address(probabilities, size), rows, classes);
  },
  softmaxCrossEntropyGradient(probabilities, labels, dlogits, rows, classes) {
    const size = rows * classes;
    const list = arena.integers(labels, rows, classes, 'labels');
    wasm.softmaxCrossEntropyGradient(address(probabilities, size), list, address(dlogits, size), rows, classes);
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
