/**
 * Microseconds a training step (forward, loss, backward, update) on one fixed random batch, one thread: one JSON line per
 * workload. `npm run bench -- [workload ...] [--kernels wasm-simd]`. Shared machines are noisy: compare only what was
 * measured side by side, see docs/PERFORMANCE.md.
 */
import { parseArgs } from 'node:util';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { type KernelChoice, WASM_BUILDS, loadKernels } from '../../engine/kernels/load.ts';
import { createLoss } from '../../engine/losses/loss.ts';
import { compileModel } from '../../engine/model.ts';
import { createSgd } from '../../engine/optimizers/sgd.ts';
import { stream } from '../../engine/random.ts';
import { type Activation, Model } from '../../engine/spec/schema.ts';
import { ensureKernels } from '../../scripts/build-kernels.ts';

interface Workload {
  /** From the inputs to the outputs. */
  widths: [number, ...number[]];
  activation: Activation;
  normalization: 'batch' | 'none';
  batch: number;
}

const WORKLOADS: Record<string, Workload> = {
  'paper-mlp': { widths: [784, 100, 100, 100, 10], activation: 'sigmoid', normalization: 'batch', batch: 60 },
  'paper-mlp-plain': { widths: [784, 100, 100, 100, 10], activation: 'sigmoid', normalization: 'none', batch: 60 },
  'wide-mlp': { widths: [784, 512, 512, 512, 10], activation: 'relu', normalization: 'batch', batch: 128 },
  toy: { widths: [2, 16, 16, 2], activation: 'tanh', normalization: 'batch', batch: 256 },
};

/** Rounds of this many milliseconds; the median round counts. */
const ROUND_MS = 200;
const ROUNDS = 9;
const WARM_UP_MS = 500;

/** One training step of a workload, ready to be called again and again. */
function prepare(kernels: Kernels, { widths, activation, normalization, batch }: Workload): () => void {
  const random = stream(1, 'bench');
  const [inputs] = widths;
  const outputs = widths.at(-1)!;
  const hidden = widths.slice(1, -1);
  const spec = Model.parse({ hidden, activation, normalization: { type: normalization } });
  const model = compileModel(kernels, spec, { shape: [inputs], outputs, capacity: batch }, random);
  const loss = createLoss(kernels, 'cross-entropy', outputs, batch);
  const optimizer = createSgd(kernels, model.parameters, { type: 'sgd', learningRate: 0.05, momentum: 0.9 });
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
function time(step: () => void, ms: number): number {
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

const CHOICES: KernelChoice[] = ['auto', 'reference', ...WASM_BUILDS];

/** Ends the program with what was wrong and what there is. */
function refuse(what: string, allowed: readonly string[]): never {
  console.error(`There is no ${what}; there are: ${allowed.join(', ')}`);
  process.exit(2);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kernels: { type: 'string', default: 'auto' } },
});
const choice = CHOICES.find((known) => known === values.kernels) ?? refuse(`kernel set ${values.kernels}`, CHOICES);
await ensureKernels();
for (const name of positionals.length > 0 ? positionals : Object.keys(WORKLOADS)) {
  const workload = WORKLOADS[name] ?? refuse(`workload ${name}`, Object.keys(WORKLOADS));
  const kernels = await loadKernels(choice);
  const step = prepare(kernels, workload);
  time(step, WARM_UP_MS);
  const rounds = Array.from({ length: ROUNDS }, () => time(step, ROUND_MS)).sort((a, b) => a - b);
  const median = rounds[Math.floor(ROUNDS / 2)]!;
  console.log(
    JSON.stringify({
      tool: 'normscope',
      kernels: kernels.name,
      workload: name,
      us_per_step: Number(median.toFixed(1)),
      threads: 1,
    }),
  );
}
