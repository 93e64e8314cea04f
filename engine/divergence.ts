/** Noticing numbers that are not finite, and naming the layer they came from. What follows from it: see train.ts. */
import type { Kernels } from './kernels/kernels.ts';
import type { Model } from './model.ts';
import { sizeOf } from './spec/plan.ts';
import type { RunSpec } from './spec/schema.ts';

/** Far below the largest float32 (3.4e38), to leave room for rounding. */
const SAFE = 1e30;

/** Watches the parameters; asked after each update. */
export interface ParameterWatch {
  /** False when a parameter is not finite after an update with this l2 norm of the gradient and this learning rate. */
  finiteAfter(gradientNorm: number, rate: number): boolean;
  /** What it has counted so far; to be saved and put back with the run. */
  readonly counts: Float64Array;
}

/**
 * A rectifier can hide an infinite weight from the loss, but looking at every weight costs 3 % of a step. Under plain
 * gradient descent no weight can be larger than the initial norm and the lengths of all updates together, so they are
 * looked at only once this sum is near the largest float32. Other optimizers, and weight decay, take steps of other
 * lengths: then the weights are looked at after every update.
 */
export function watchParameters(kernels: Kernels, model: Model, optimizer: RunSpec['optimizer']): ParameterWatch {
  const finite = (): boolean => model.parameters.every(({ value, size }) => kernels.allFinite(value, size));
  if (optimizer.type !== 'sgd' || optimizer.weightDecay > 0)
    return { counts: new Float64Array(0), finiteAfter: () => finite() };
  const { momentum, nesterov } = optimizer;
  /** How far the weights may reach, and the velocity of the reach. */
  const counts = Float64Array.of(0, 0);
  for (const { value, size } of model.parameters) counts[0]! += Math.sqrt(kernels.sumOfSquares(value, size));
  return {
    counts,
    finiteAfter(gradientNorm, rate) {
      counts[1] = momentum * counts[1]! + gradientNorm;
      counts[0]! += rate * (nesterov ? gradientNorm + momentum * counts[1] : counts[1]);
      return counts[0]! + rate < SAFE || finite();
    },
  };
}

/**
 * The layer where it began: the first one, from the input on, whose output for the last `rows` rows is not finite;
 * failing that, from the output back, whose gradient is not; failing that, from the input on, whose parameters are not.
 */
export function firstNonFinite(kernels: Kernels, model: Model, rows: number): string {
  const { layers } = model;
  const found =
    layers.find((layer) => !kernels.allFinite(layer.output, rows * sizeOf(layer.info.shape))) ??
    layers.findLast((layer) => layer.parameters.some(({ gradient, size }) => !kernels.allFinite(gradient, size))) ??
    layers.find((layer) => layer.parameters.some(({ value, size }) => !kernels.allFinite(value, size)));
  return (found ?? layers.at(-1)!).info.name;
}
