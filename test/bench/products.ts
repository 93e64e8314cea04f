/** How fast the matrix products of the workloads are, beside the peak of one core: one JSON line each. */
import type { Kernels } from '../../engine/kernels/kernels.ts';
import type { ConvolutionGeometry } from '../../engine/kernels/interface/convolution.ts';
import { measurePeak } from './peak.ts';
import { time } from './workloads.ts';

const ROUND_MS = 60;
const ROUNDS = 7;

/** Rows of the batch, outputs and inputs of the dense layers of the workloads. */
const DENSE: [string, number, number, number][] = [
  ['paper-mlp', 60, 100, 784],
  ['paper-mlp', 60, 100, 100],
  ['paper-mlp', 60, 10, 100],
  ['wide-mlp', 128, 512, 784],
  ['wide-mlp', 128, 512, 512],
];
/** Images, their side, channels in and out of the convolutions of the cnn. */
const CONVOLUTIONS: [number, number, number, number][] = [
  [64, 28, 1, 16],
  [64, 14, 16, 32],
  [64, 7, 32, 64],
];

/** Prints a line for each product; `bits` says which vectors the kernels use for them. */
export async function benchProducts(kernels: Kernels, bits: 128 | 256): Promise<void> {
  const peak = await measurePeak(128);
  console.log(JSON.stringify({ peak: '128-bit fused multiply-add', gflops: round(peak) }));
  const widest = bits === 256 ? await measurePeak(256) : peak;
  if (bits === 256) console.log(JSON.stringify({ peak: '256-bit fused multiply-add', gflops: round(widest) }));
  const report = (workload: string, product: string, shape: number[], flops: number, run: () => void): void => {
    time(run, ROUND_MS);
    const rounds = Array.from({ length: ROUNDS }, () => time(run, ROUND_MS)).sort((a, b) => a - b);
    const us = rounds[Math.floor(ROUNDS / 2)]!;
    const gflops = flops / us / 1e3;
    const shares = { of_128_bit_peak: round(gflops / peak, 2), of_widest_peak: round(gflops / widest, 2) };
    console.log(JSON.stringify({ workload, product, shape, us: round(us), gflops: round(gflops), ...shares }));
  };
  const filled = (size: number): ReturnType<Kernels['allocate']> => {
    const tensor = kernels.allocate(size);
    tensor.data.forEach((_, i) => (tensor.data[i] = Math.sin(i)));
    return tensor;
  };
  for (const [workload, m, n, k] of DENSE) {
    const [x, w, dy, dx, dw] = [filled(m * k), filled(n * k), filled(m * n), filled(m * k), filled(n * k)];
    const line = (product: string, run: () => void): void => report(workload, product, [m, n, k], 2 * m * n * k, run);
    line('dense', () => kernels.dense(x, w, null, dy, m, n, k));
    line('denseInputGradient', () => kernels.denseInputGradient(dy, w, dx, m, n, k));
    line('denseWeightGradient', () => kernels.denseWeightGradient(dy, x, dw, m, n, k));
  }
  for (const [rows, side, inChannels, outChannels] of CONVOLUTIONS) {
    const size = { height: side, width: side, outHeight: side, outWidth: side };
    const geometry: ConvolutionGeometry = { rows, ...size, inChannels, outChannels, kernel: 3, stride: 1, padding: 1 };
    const positions = rows * side * side;
    const [x, dx] = [filled(positions * inChannels), filled(positions * inChannels)];
    const [w, dw] = [filled(9 * inChannels * outChannels), filled(9 * inChannels * outChannels)];
    const dy = filled(positions * outChannels);
    const line = (product: string, run: () => void): void =>
      report('cnn', product, [rows, side, inChannels, outChannels], 18 * positions * inChannels * outChannels, run);
    line('convolve', () => kernels.convolve(x, w, null, dy, geometry));
    line('convolveInputGradient', () => kernels.convolveInputGradient(dy, w, dx, geometry));
    line('convolveWeightGradient', () => kernels.convolveWeightGradient(dy, x, dw, geometry));
  }
}

const round = (value: number, digits = 1): number => Number(value.toFixed(digits));
