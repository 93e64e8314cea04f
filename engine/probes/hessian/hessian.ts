/**
 * The Hessian of the mean loss over a set of samples, with respect to everything that a network learns, known by its
 * products with vectors: exact, by running the forward and the backward pass on dual numbers (Pearlmutter 1994). No finite
 * differences: those cross the kinks of rectifiers, and are wrong by any factor there.
 *
 * With statistics `batch` each batch is normalized by its own statistics, which are part of the function; with `running`
 * and `precise` they are constants (for batch normalization the Hessians differ by factors; Ghorbani, Krishnan and Xiao
 * 2019, section 5). What is done with the products: lanczos.ts, top-eigenvalues.ts, trace.ts, spectral-density.ts, full-spectrum.ts.
 */
import { dual } from '../../kernels/dual.ts';
import type { Tensor } from '../../kernels/kernels.ts';
import type { Mode, Parameter } from '../../layers/layer.ts';
import type { Loss, Targets } from '../../losses/loss.ts';
import type { Model } from '../../model.ts';
import { HessianError } from './hessian-error.ts';
import type { SymmetricOperator } from './operator.ts';

/** Samples that go through the network together, and are normalized together where statistics are of the batch. */
export interface HessianBatch extends Targets {
  /** rows x inputs, of the same dual kernels as the model. */
  x: Tensor;
  rows: number;
}

export interface HessianProblem {
  /** Compiled on dual kernels (../../kernels/dual.ts), with room for the largest batch in both passes. */
  model: Model;
  loss: Loss;
  /** The loss is the mean over all their samples. */
  batches: readonly HessianBatch[];
  statistics: Exclude<Mode, 'train'>;
}

export interface Hessian extends SymmetricOperator {
  /** What is differentiated by, in the order of the numbers in a vector: parameters that are not frozen. */
  readonly parameters: readonly Parameter[];
  /** The gradient of the loss; `size` numbers. */
  gradient(): Float64Array;
  /** The mean loss. */
  loss(): number;
  /** Products that were computed so far, gradients not counted. */
  readonly products: number;
}

/** The Hessian at the present parameters, which must not change. Throws {@link HessianError} where it is not finite. */
export function openHessian({ model, loss, batches, statistics }: HessianProblem): Hessian {
  const parameters = model.parameters.filter(({ trainable }) => trainable);
  const size = parameters.reduce((sum, parameter) => sum + parameter.size, 0);
  const samples = batches.reduce((sum, { rows }) => sum + rows, 0);
  let products = 0;

  /** One pass over all batches; returns the mean loss and adds up what `take` finds in each gradient. */
  const pass = (take: (gradient: Tensor) => Float64Array, out: Float64Array): number => {
    out.fill(0);
    let total = 0;
    for (const batch of batches) {
      const share = batch.rows / samples;
      const outputs = model.forward(batch.x, batch.rows, statistics);
      total += share * loss.value(outputs, batch, batch.rows);
      model.backward(loss.gradient(outputs, batch, batch.rows), batch.rows);
      let at = 0;
      for (const { gradient, size: count } of parameters) {
        const numbers = take(gradient);
        for (let i = 0; i < count; i++) out[at + i]! += share * numbers[i]!;
        at += count;
      }
    }
    return total;
  };

  const setDirection = (v: Float64Array | null): void => {
    let at = 0;
    for (const { value, size: count } of parameters) {
      const { tangent } = dual(value);
      if (v === null) tangent.fill(0);
      else tangent.set(v.subarray(at, at + count));
      at += count;
    }
  };

  const values = (x: Tensor): Float64Array => dual(x).data;
  const tangents = (x: Tensor): Float64Array => dual(x).tangent;

  return {
    size,
    parameters,
    get products() {
      return products;
    },
    multiply(v, out) {
      setDirection(v);
      pass(tangents, out);
      setDirection(null);
      products++;
      for (const number of out) if (!Number.isFinite(number)) throw notFinite();
    },
    gradient() {
      const gradient = new Float64Array(size);
      pass(values, gradient);
      for (const number of gradient) if (!Number.isFinite(number)) throw notFinite();
      return gradient;
    },
    loss: () => pass(values, new Float64Array(size)),
  };
}

const notFinite = (): HessianError =>
  new HessianError(
    'The Hessian is not finite: at this step the network gives numbers that are not. Choose an earlier step',
  );
