/**
 * Pooling: the largest number, or the mean, of each square window of each channel; or the mean of a whole channel.
 * Backward: dy goes to the number that won (the first of equals), or in equal parts to all numbers of the window.
 */
import type { PoolingGeometry } from '../kernels/interface/pooling.ts';
import type { Kernels, Tensor } from '../kernels/kernels.ts';
import { infoOf } from '../spec/describe.ts';
import { channelsOf, positionsOf, sizeOf, type GlobalAveragePlan, type PoolPlan } from '../spec/plan.ts';
import type { Layer, LayerContext } from './layer.ts';

/** Max or average pooling without padding; what is left over at the right and bottom edge is not looked at. */
export function createPool({ kernels, capacity, batch }: LayerContext, plan: PoolPlan): Layer {
  const [channels, height, width] = plan.inputShape as [number, number, number];
  const [, outHeight, outWidth] = plan.shape as [number, number, number];
  /** One object for all passes, so that a step allocates nothing. */
  const geometry: PoolingGeometry = {
    ...{ rows: 0, height, width, channels, kernel: plan.size, stride: plan.stride, padding: 0, outHeight, outWidth },
  };
  const output = kernels.allocate(capacity * sizeOf(plan.shape));
  const dx = kernels.allocate(batch * sizeOf(plan.inputShape));
  const { forward, backward } = poolWork(kernels, plan, capacity);
  let input: Tensor | null = null;
  return {
    info: infoOf(plan),
    parameters: [],
    state: [],
    output,
    norm: null,
    get input() {
      return input;
    },
    forward(x, rows) {
      input = x;
      geometry.rows = rows;
      forward(x, output, geometry);
      return output;
    },
    backward(dy, rows) {
      geometry.rows = rows;
      backward(dy, dx, geometry);
      return dx;
    },
  };
}

interface PoolWork {
  forward(x: Tensor, out: Tensor, geometry: PoolingGeometry): void;
  backward(dy: Tensor, dx: Tensor, geometry: PoolingGeometry): void;
}

function poolWork(kernels: Kernels, { kind, shape }: PoolPlan, capacity: number): PoolWork {
  switch (kind) {
    case 'max-pool': {
      const winners = kernels.allocate(capacity * sizeOf(shape));
      return {
        forward: (x, out, geometry) => kernels.maxPool(x, out, winners, geometry),
        backward: (dy, dx, geometry) => kernels.maxPoolGradient(dy, winners, dx, geometry),
      };
    }
    case 'average-pool':
      return {
        forward: (x, out, geometry) => kernels.averagePool(x, out, geometry),
        backward: (dy, dx, geometry) => kernels.averagePoolGradient(dy, dx, geometry),
      };
    default:
      return kind satisfies never;
  }
}

/** The mean of each channel over all positions. */
export function createGlobalAverage({ kernels, capacity, batch }: LayerContext, plan: GlobalAveragePlan): Layer {
  const channels = channelsOf(plan.inputShape);
  const positions = positionsOf(plan.inputShape);
  const output = kernels.allocate(capacity * channels);
  const dx = kernels.allocate(batch * positions * channels);
  let input: Tensor | null = null;
  return {
    info: infoOf(plan),
    parameters: [],
    state: [],
    output,
    norm: null,
    get input() {
      return input;
    },
    forward(x, rows) {
      input = x;
      kernels.globalAverage(x, output, rows, positions, channels);
      return output;
    },
    backward(dy, rows) {
      kernels.globalAverageGradient(dy, dx, rows, positions, channels);
      return dx;
    },
  };
}
