/** What the benchmarks measure: training steps of five networks on one fixed random batch. */
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { createLoss } from '../../engine/losses/create.ts';
import { compileModel } from '../../engine/model.ts';
import { createOptimizer } from '../../engine/optimizers/create.ts';
import { stream } from '../../engine/random.ts';
import { type Activation, Model } from '../../engine/spec/schema.ts';
import { lossOf, sgd } from '../support/specs.ts';

/** A network and its batch; all train with softmax cross-entropy and momentum 0.9. */
export interface Workload {
  /** Of one sample: [features], or [channels, height, width]. */
  shape: number[];
  outputs: number;
  batch: number;
  model: { kind: 'mlp'; hidden: number[] } | { kind: 'cnn'; channels: number[] };
  activation: Activation;
  normalization: 'batch' | 'none';
}

const mlp = (
  [inputs, ...rest]: [number, ...number[]],
  activation: Activation,
  normalization: 'batch' | 'none',
  batch: number,
): Workload => ({
  shape: [inputs],
  outputs: rest.at(-1)!,
  batch,
  model: { kind: 'mlp', hidden: rest.slice(0, -1) },
  activation,
  normalization,
});

export const WORKLOADS: Record<string, Workload> = {
  'paper-mlp': mlp([784, 100, 100, 100, 10], 'sigmoid', 'batch', 60),
  'paper-mlp-plain': mlp([784, 100, 100, 100, 10], 'sigmoid', 'none', 60),
  'wide-mlp': mlp([784, 512, 512, 512, 10], 'relu', 'batch', 128),
  toy: mlp([2, 16, 16, 2], 'tanh', 'batch', 256),
  // Convolutions of 3 x 3 with padding 1, max-pooling after the first two, global average pooling after the last.
  cnn: {
    shape: [1, 28, 28],
    outputs: 10,
    batch: 64,
    model: { kind: 'cnn', channels: [16, 32, 64] },
    activation: 'relu',
    normalization: 'batch',
  },
};

/** A workload as one flat object, for peers in other languages. */
export const describe = ({ model, ...rest }: Workload): object => ({ ...rest, ...model });

/** One training step of a workload, ready to be called again and again. */
export function prepare(
  kernels: Kernels,
  { shape, outputs, batch, model: network, activation, normalization }: Workload,
): () => void {
  const random = stream(1, 'bench');
  const spec = Model.parse({ ...network, activation, normalization: { type: normalization } });
  const model = compileModel(kernels, spec, { shape, outputs, capacity: batch }, { initialization: random });
  const loss = createLoss(kernels, lossOf('cross-entropy'), outputs, batch);
  const optimizer = createOptimizer(kernels, model.parameters, sgd(0.05, 0.9));
  const x = kernels.allocate(shape.reduce((product, size) => product * size, batch));
  x.data.set(Float32Array.from({ length: x.size }, () => random.normal()));
  const targets = {
    labels: Int32Array.from({ length: batch }, () => random.int(outputs)),
    targets: new Float32Array(),
  };
  return () => {
    const y = model.forward(x, batch, 'train');
    loss.value(y, targets, batch);
    model.backward(loss.gradient(y, targets, batch), batch);
    optimizer.update(0.05);
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
