/**
 * Microseconds a training step (forward, loss, backward, update) on one fixed random batch, one thread: one JSON line per
 * workload. `npm run bench -- [workload ...] [--kernels wasm-simd]`. Shared machines are noisy: compare only what was
 * measured side by side, see docs/PERFORMANCE.md.
 */
import { parseArgs } from 'node:util';
import { type KernelChoice, WASM_BUILDS, loadKernels } from '../../engine/kernels/load.ts';
import { ensureKernels } from '../../scripts/build-kernels.ts';
import { WORKLOADS, prepare, time } from './workloads.ts';

/** Rounds of this many milliseconds; the median round counts. */
const ROUND_MS = 200;
const ROUNDS = 9;
const WARM_UP_MS = 500;

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
