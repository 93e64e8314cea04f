/**
 * The fast kernels: float32 on WebAssembly SIMD. This file gives each kernel its addresses and checks that what it reads
 * and writes lies inside its tensors, because a wrong size would quietly overwrite another one. The arithmetic is in
 * ./assembly.
 */
import type { Kernels, Tensor } from '../kernels.ts';
import { SCALED_TANH } from '../reference.ts';
import { createArena, createMemory } from './arena.ts';
import type { KernelExports } from './exports.ts';

/** Bytes of a float32 number. */
const F32 = 4;

/** The address of a tensor that must hold `count` numbers. */
function address(x: Tensor, count: number): number {
  if (x.size < count) throw new RangeError(`a kernel needs ${count} numbers, but the tensor holds ${x.size}`);
  return x.offset;
}

/** Address 0 stands for an absent tensor. */
const optional = (x: Tensor | null, count: number): number => (x ? address(x, count) : 0);

/** The exports of a fresh instance of `module`, and the memory it works in. */
export function instantiate(module: WebAssembly.Module): { exports: KernelExports; memory: WebAssembly.Memory } {
  const memory = createMemory();
  const instance = new WebAssembly.Instance(module, { env: { memory, log: Math.log } });
  const exports = instance.exports as unknown as KernelExports;
  exports.initialize();
  return { exports, memory };
}

/** A fresh kernel set called `name` with an arena of its own, from a built module. */
export function createWasmKernels(name: string, module: WebAssembly.Module): Kernels {
  const { exports: wasm, memory } = instantiate(module);
  const arena = createArena(memory, wasm.ARENA_START.value as number);

  return {
    name,
    precision: 'float32',

    allocate: (size) => arena.allocate(size),
    slice(of, start, size) {
      if (start < 0 || start + size > of.size)
        throw new RangeError(`slice of ${size} from ${start} does not fit in a tensor of ${of.size}`);
      return arena.view(of.offset + start * F32, size);
    },
    fill(x, value) {
      wasm.fill(x.offset, value, x.size);
    },
    copy(from, to) {
      wasm.copy(from.offset, address(to, from.size), from.size);
    },
    gatherRows(source, indices, rows, columns, out) {
      const list = arena.integers(indices, rows, Math.floor(source.size / columns), 'row indices');
      wasm.gatherRows(source.offset, list, rows, columns, address(out, rows * columns));
    },

    dense(x, w, bias, out, m, n, k) {
      wasm.multiply(
        address(x, m * k),
        k * F32,
        F32,
        address(w, n * k),
        1,
        optional(bias, n),
        address(out, m * n),
        m,
        n,
        k,
      );
    },
    denseInputGradient(dy, w, dx, m, n, k) {
      wasm.multiply(address(dy, m * n), n * F32, F32, address(w, n * k), 0, 0, address(dx, m * k), m, k, n);
    },
    denseWeightGradient(dy, x, dw, m, n, k) {
      wasm.multiply(address(dy, m * n), F32, n * F32, address(x, m * k), 0, 0, address(dw, n * k), n, k, m);
    },
    sumRows(x, out, rows, columns) {
      wasm.sumRows(address(x, rows * columns), address(out, columns), rows, columns);
    },

    activate(kind, x, y, size) {
      const from = address(x, size);
      const to = address(y, size);
      switch (kind) {
        case 'sigmoid':
          return wasm.sigmoid(from, to, size);
        case 'tanh':
          return wasm.tanh(from, to, size, 1, 1);
        case 'scaled-tanh':
          return wasm.tanh(from, to, size, SCALED_TANH.amplitude, SCALED_TANH.slope);
        case 'relu':
          return wasm.relu(from, to, size);
        case 'identity':
          return wasm.copy(from, to, size);
        default:
          return kind satisfies never;
      }
    },
    activateBackward(kind, x, y, dy, dx, size) {
      const input = address(x, size);
      const output = address(y, size);
      const from = address(dy, size);
      const to = address(dx, size);
      switch (kind) {
        case 'sigmoid':
          return wasm.sigmoidBackward(output, from, to, size);
        case 'tanh':
          return wasm.tanhBackward(output, from, to, size, 1, 1);
        case 'scaled-tanh': {
          const { amplitude, slope } = SCALED_TANH;
          return wasm.tanhBackward(output, from, to, size, amplitude, slope / amplitude);
        }
        case 'relu':
          return wasm.reluBackward(input, from, to, size);
        case 'identity':
          return wasm.copy(from, to, size);
        default:
          return kind satisfies never;
      }
    },

    columnMoments(x, into, rows, columns) {
      const mean = address(into.mean, columns);
      wasm.columnMoments(address(x, rows * columns), mean, address(into.variance, columns), rows, columns);
    },
    inverseDeviation(variance, eps, inverse, columns) {
      wasm.inverseDeviation(address(variance, columns), eps, address(inverse, columns), columns);
    },
    standardize(x, mean, inverse, xhat, rows, columns) {
      const size = rows * columns;
      const offset = address(mean, columns);
      wasm.standardize(address(x, size), offset, address(inverse, columns), address(xhat, size), rows, columns);
    },
    affine(x, gamma, beta, y, rows, columns) {
      const size = rows * columns;
      const factor = optional(gamma, columns);
      wasm.affine(address(x, size), factor, optional(beta, columns), address(y, size), rows, columns);
    },
    affineGradient(dy, xhat, sumDy, sumDyXhat, rows, columns) {
      const size = rows * columns;
      const sum = address(sumDy, columns);
      wasm.affineGradient(address(dy, size), address(xhat, size), sum, address(sumDyXhat, columns), rows, columns);
    },
    standardizeGradient(dy, xhat, gamma, inverse, sumDy, sumDyXhat, dx, rows, columns) {
      const size = rows * columns;
      wasm.standardizeGradient(
        address(dy, size),
        address(xhat, size),
        optional(gamma, columns),
        address(inverse, columns),
        address(sumDy, columns),
        address(sumDyXhat, columns),
        address(dx, size),
        rows,
        columns,
      );
    },
    updateRunning(running, batch, momentum, factor, columns) {
      const to = address(running, columns);
      wasm.updateRunning(to, address(batch, columns), 1 - momentum, momentum * factor, columns);
    },

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

    sgdMomentum(parameter, gradient, velocity, rate, momentum, size) {
      const to = address(parameter, size);
      wasm.sgdMomentum(to, address(gradient, size), address(velocity, size), rate, momentum, size);
    },
    sgd(parameter, gradient, rate, size) {
      wasm.sgd(address(parameter, size), address(gradient, size), rate, size);
    },

    sumOfSquares: (x, size) => wasm.sumOfSquares(address(x, size), size),
    allFinite: (x, size) => wasm.allFinite(address(x, size), size) !== 0,
  };
}
