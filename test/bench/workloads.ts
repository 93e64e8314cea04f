/** What the benchmarks measure: training steps of four networks on one fixed random batch. */
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { createLoss } from '../../engine/losses/loss.ts';
import { compileModel } from '../../engine/model.ts';
import { createSgd } from '../../engine/optimizers/sgd.ts';
import { stream } from '../../engine/random.ts';
import { type Activation, Model } from '../../engine/spec/schema.ts';
import { lossOf, sgd } from '../support/specs.ts';

/** A network and its batch; all train with softmax cross-entropy and momentum 0.9. */
export interface Workload {
  /** From the inputs to the outputs. */
  widths: [number, ...number[]];
  activation: Activation;
  normalization: 'batch' | 'none';
  batch: number;
}

export const WORKLOADS: Record<string, Workload> = {
  'paper-mlp': { widths: [784, 100, 100, 100, 10], activation: 'sigmoid', normalization: 'batch', batch: 60 },
  'paper-mlp-plain': { widths: [784, 100, 100, 100, 10], activation: 'sigmoid', normalization: 'none', batch: 60 },
  'wide-mlp': { widths: [784, 512, 512, 512, 10], activation: 'relu', normalization: 'batch', batch: 128 },
  toy: { widths: [2, 16, 16, 2], activation: 'tanh', normalization: 'batch', batch: 256 },
};

/** One training step of a workload, ready to be called again and again. */
export function prepare(kernels: Kernels, { widths, activation, normalization, batch }: Workload): () => void {
  const random = stream(1, 'bench');
  const [inputs] = widths;
  const outputs = widths.at(-1)!;
  const hidden = widths.slice(1, -1);
  const spec = Model.parse({ kind: 'mlp', hidden, activation, normalization: { type: normalization } });
  const model = compileModel(kernels, spec, { shape: [inputs], outputs, capacity: batch }, { initialization: random });
  const loss = createLoss(kernels, lossOf('cross-entropy'), outputs, batch);
  const optimizer = createSgd(kernels, model.parameters, sgd(0.05, 0.9));
  const x = kernels.allocate(batch * inputs);
  x.data.set(Float32Array.from({ length: x.size }, () => random.normal()));
  const targets = {
    labels: Int32Array.from({ length: batch }, () => random.int(outputs)),
    targets: new Float32Array(),
  };
  return () => {
    const y = model.forward(x, batch, 'train');
    loss.value(y, targets, batch);
    model.backward(loss.gradient(y, targets, batch), batch);
    optimizer.update();
  };
}

/** Runs `step` for about `ms` milliseconds; microseconds a step. */
export function time(step: () => void, ms: number): number {
  const start = performance.now();
  let steps = 0;
  let elapsed = 0;
  while (elapsed < ms) {
    step();
    steps++;
    elapsed = performance.now() - start;
  }
  return (elapsed / steps) * 1000;
}
