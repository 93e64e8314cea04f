/** Fast kernels: pooling. The arithmetic is in ../assembly. */
import type { PoolingGeometry, PoolingKernels } from '../../interface/pooling.ts';
import { address } from '../address.ts';

export interface PoolingExports {
  /** Sets the geometry for the four kernels that follow. */
  setPooling(
    rows: number,
    height: number,
    width: number,
    channels: number,
    kernel: number,
    stride: number,
    padding: number,
    outHeight: number,
    outWidth: number,
  ): void;
  maxPool(x: number, out: number, winners: number): void;
  maxPoolGradient(dy: number, winners: number, dx: number): void;
  averagePool(x: number, out: number): void;
  averagePoolGradient(dy: number, dx: number): void;
  globalAverage(x: number, out: number, rows: number, positions: number, channels: number): void;
  globalAverageGradient(dy: number, dx: number, rows: number, positions: number, channels: number): void;
}

export function createPoolingKernels(wasm: PoolingExports): PoolingKernels {
  const set = (g: PoolingGeometry): void => {
    if (2 * g.padding > g.kernel)
      throw new RangeError(`a padding of ${g.padding} is more than half of the kernel of ${g.kernel}`);
    wasm.setPooling(g.rows, g.height, g.width, g.channels, g.kernel, g.stride, g.padding, g.outHeight, g.outWidth);
  };
  const inputs = (g: PoolingGeometry): number => g.rows * g.height * g.width * g.channels;
  const outputs = (g: PoolingGeometry): number => g.rows * g.outHeight * g.outWidth * g.channels;

  return {
    maxPool(x, out, winners, g) {
      set(g);
      wasm.maxPool(address(x, inputs(g)), address(out, outputs(g)), address(winners, outputs(g)));
    },
    maxPoolGradient(dy, winners, dx, g) {
      set(g);
      wasm.maxPoolGradient(address(dy, outputs(g)), address(winners, outputs(g)), address(dx, inputs(g)));
    },
    averagePool(x, out, g) {
      set(g);
      wasm.averagePool(address(x, inputs(g)), address(out, outputs(g)));
    },
    averagePoolGradient(dy, dx, g) {
      set(g);
      wasm.averagePoolGradient(address(dy, outputs(g)), address(dx, inputs(g)));
    },
    globalAverage(x, out, rows, positions, channels) {
      const from = address(x, rows * positions * channels);
      wasm.globalAverage(from, address(out, rows * channels), rows, positions, channels);
    },
    globalAverageGradient(dy, dx, rows, positions, channels) {
      const to = address(dx, rows * positions * channels);
      wasm.globalAverageGradient(address(dy, rows * channels), to, rows, positions, channels);
    },
  };
}
