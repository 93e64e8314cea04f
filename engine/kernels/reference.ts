/**
 * The reference kernels: float64, one plain loop for each formula. They are the specification of {@link Kernels}, what
 * gradient checks and exact identities run on, and what the fast kernels are tested against. Not meant to be fast.
 */
import type { Activation } from '../spec/schema.ts';
import type { Kernels, Tensor } from './kernels.ts';

/** Output scale and input slope of LeCun's sigmoid 1.7159 tanh(2x/3); LeCun et al. (1998), section 4.4. */
export const SCALED_TANH = { amplitude: 1.7159, slope: 2 / 3 } as const;

/** f(x). A rectifier lets NaN through, so that divergence shows. */
function activation(kind: Activation, x: number): number {
  switch (kind) {
    case 'sigmoid':
      return 1 / (1 + Math.exp(-x));
    case 'tanh':
      return Math.tanh(x);
    case 'scaled-tanh':
      return SCALED_TANH.amplitude * Math.tanh(SCALED_TANH.slope * x);
    case 'relu':
      return Math.max(0, x);
    case 'identity':
      return x;
    default:
      return kind satisfies never;
  }
}

/** f'(x), from the input x or the output y, whichever is shorter. At its kink a rectifier has the slope 0. */
function slope(kind: Activation, x: number, y: number): number {
  switch (kind) {
    case 'sigmoid':
      return y * (1 - y);
    case 'tanh':
      return 1 - y * y;
    case 'scaled-tanh': {
      const t = y / SCALED_TANH.amplitude;
      return SCALED_TANH.amplitude * SCALED_TANH.slope * (1 - t * t);
    }
    case 'relu':
      // The slope at NaN is NaN, so that a diverged run shows it.
      return Number.isNaN(x) ? NaN : x > 0 ? 1 : 0;
    case 'identity':
      return 1;
    default:
      return kind satisfies never;
  }
}

/** Entry of a tensor that is known to lie inside it. */
const at = (x: Tensor | Int32Array, i: number): number => ('data' in x ? x.data[i] : x[i]) as number;

/** A fresh reference kernel set with an arena of its own. */
export function createReferenceKernels(): Kernels {
  let allocated = 0;
  return {
    name: 'reference',
    precision: 'float64',

    allocate(size) {
      const tensor = { data: new Float64Array(size), offset: allocated, size };
      allocated += size;
      return tensor;
    },
    slice(of, start, size) {
      if (start < 0 || start + size > of.size)
        throw new RangeError(`slice of ${size} from ${start} does not fit in a tensor of ${of.size}`);
      return { data: of.data.subarray(start, start + size), offset: of.offset + start, size };
    },
    fill(x, value) {
      x.data.fill(value);
    },
    copy(from, to) {
      for (let i = 0; i < from.size; i++) to.data[i] = at(from, i);
    },
    gatherRows(source, indices, rows, columns, out) {
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < columns; c++) out.data[r * columns + c] = at(source, at(indices, r) * columns + c);
    },

    dense(x, w, bias, out, m, n, k) {
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++) {
          let sum = bias ? at(bias, j) : 0;
          for (let p = 0; p < k; p++) sum += at(x, i * k + p) * at(w, j * k + p);
          out.data[i * n + j] = sum;
        }
    },
    denseInputGradient(dy, w, dx, m, n, k) {
      for (let i = 0; i < m; i++)
        for (let p = 0; p < k; p++) {
          let sum = 0;
          for (let j = 0; j < n; j++) sum += at(dy, i * n + j) * at(w, j * k + p);
          dx.data[i * k + p] = sum;
        }
    },
    denseWeightGradient(dy, x, dw, m, n, k) {
      for (let j = 0; j < n; j++)
        for (let p = 0; p < k; p++) {
          let sum = 0;
          for (let i = 0; i < m; i++) sum += at(dy, i * n + j) * at(x, i * k + p);
          dw.data[j * k + p] = sum;
        }
    },
    sumRows(x, out, rows, columns) {
      for (let c = 0; c < columns; c++) {
        let sum = 0;
        for (let r = 0; r < rows; r++) sum += at(x, r * columns + c);
        out.data[c] = sum;
      }
    },

    activate(kind, x, y, size) {
      for (let i = 0; i < size; i++) y.data[i] = activation(kind, at(x, i));
    },
    activateBackward(kind, x, y, dy, dx, size) {
      for (let i = 0; i < size; i++) dx.data[i] = at(dy, i) * slope(kind, at(x, i), at(y, i));
    },

    columnMoments(x, into, rows, columns) {
      for (let c = 0; c < columns; c++) {
        let sum = 0;
        for (let r = 0; r < rows; r++) sum += at(x, r * columns + c);
        const mean = sum / rows;
        let squares = 0;
        for (let r = 0; r < rows; r++) squares += (at(x, r * columns + c) - mean) ** 2;
        into.mean.data[c] = mean;
        into.variance.data[c] = squares / rows;
      }
    },
    inverseDeviation(variance, eps, inverse, columns) {
      for (let c = 0; c < columns; c++) inverse.data[c] = 1 / Math.sqrt(at(variance, c) + eps);
    },
    standardize(x, mean, inverse, xhat, rows, columns) {
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < columns; c++) {
          const i = r * columns + c;
          xhat.data[i] = (at(x, i) - at(mean, c)) * at(inverse, c);
        }
    },
    affine(x, gamma, beta, y, rows, columns) {
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < columns; c++) {
          const i = r * columns + c;
          y.data[i] = (gamma ? at(gamma, c) : 1) * at(x, i) + (beta ? at(beta, c) : 0);
        }
    },
    affineGradient(dy, xhat, sumDy, sumDyXhat, rows, columns) {
      for (let c = 0; c < columns; c++) {
        let sum = 0;
        let product = 0;
        for (let r = 0; r < rows; r++) {
          const i = r * columns + c;
          sum += at(dy, i);
          product += at(dy, i) * at(xhat, i);
        }
        sumDy.data[c] = sum;
        sumDyXhat.data[c] = product;
      }
    },
    standardizeGradient(dy, xhat, gamma, inverse, sumDy, sumDyXhat, dx, rows, columns) {
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < columns; c++) {
          const i = r * columns + c;
          const rest = at(dy, i) - at(sumDy, c) / rows - (at(xhat, i) * at(sumDyXhat, c)) / rows;
          dx.data[i] = (gamma ? at(gamma, c) : 1) * at(inverse, c) * rest;
        }
    },
    updateRunning(running, batch, momentum, factor, columns) {
      for (let c = 0; c < columns; c++)
        running.data[c] = (1 - momentum) * at(running, c) + momentum * factor * at(batch, c);
    },

    softmaxCrossEntropy(logits, labels, probabilities, rows, classes) {
      let loss = 0;
      for (let r = 0; r < rows; r++) {
        const start = r * classes;
        // Shifting by the largest logit leaves the quotient as it is and keeps exp() in range.
        let largest = -Infinity;
        for (let c = 0; c < classes; c++) largest = Math.max(largest, at(logits, start + c));
        let sum = 0;
        for (let c = 0; c < classes; c++) {
          const e = Math.exp(at(logits, start + c) - largest);
          probabilities.data[start + c] = e;
          sum += e;
        }
        for (let c = 0; c < classes; c++) probabilities.data[start + c] = at(probabilities, start + c) / sum;
        loss += Math.log(sum) - (at(logits, start + at(labels, r)) - largest);
      }
      return loss / rows;
    },
    softmaxCrossEntropyGradient(probabilities, labels, dlogits, rows, classes) {
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < classes; c++) {
          const i = r * classes + c;
          dlogits.data[i] = (at(probabilities, i) - (at(labels, r) === c ? 1 : 0)) / rows;
        }
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

    sgdMomentum(parameter, gradient, velocity, rate, momentum, size) {
      for (let i = 0; i < size; i++) {
        velocity.data[i] = momentum * at(velocity, i) + at(gradient, i);
        parameter.data[i] = at(parameter, i) - rate * at(velocity, i);
      }
    },
    sgd(parameter, gradient, rate, size) {
      for (let i = 0; i < size; i++) parameter.data[i] = at(parameter, i) - rate * at(gradient, i);
    },

    sumOfSquares(x, size) {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += at(x, i) ** 2;
      return sum;
    },
    allFinite(x, size) {
      for (let i = 0; i < size; i++) if (!Number.isFinite(at(x, i))) return false;
      return true;
    },
  };
}
