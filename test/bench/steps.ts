/**
 * Microseconds a training step (forward, loss, backward, update) on one fixed random batch, one thread: one JSON line per
 * workload. `npm run bench -- [workload ...] [--kernels wasm-simd] [--vectors 128] [--rounds N] [--peer torch]`; with a
 * peer both train in turns, so that they meet the same machine in the same seconds, and the ratio is printed. Shared
 * machines are noisy: only that ratio means something. `npm run bench -- products` measures the matrix products alone,
 * `npm run bench -- --threads 2` one thread beside two.
 */
import { parseArgs } from 'node:util';
import { type KernelChoice, WASM_BUILDS, loadKernels, productVectorBits } from '../../engine/kernels/load.ts';
import { ensureKernels } from '../../scripts/build-kernels.ts';
import { benchProducts } from './products.ts';
import { benchThreads } from './threads.ts';
import { type Peer, findTorch, startTorch } from './torch.ts';
import { WORKLOADS, prepare, time } from './workloads.ts';

/** Each side trains this many milliseconds before the other's turn. */
const ROUND_MS = 200;
const WARM_UP_MS = 500;

const CHOICES: KernelChoice[] = ['auto', 'reference', ...WASM_BUILDS];

/** Ends the program with what was wrong and what there is. */
function refuse(what: string, allowed: readonly string[]): never {
  console.error(`There is no ${what}; there are: ${allowed.join(', ')}`);
  process.exit(2);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kernels: { type: 'string', default: 'auto' },
    vectors: { type: 'string', default: '256' },
    rounds: { type: 'string', default: '15' },
    peer: { type: 'string' },
    threads: { type: 'string', default: '1' },
  },
});
const choice = CHOICES.find((known) => known === values.kernels) ?? refuse(`kernel set ${values.kernels}`, CHOICES);
const vectors = ([128, 256] as const).find((bits) => String(bits) === values.vectors);
if (!vectors) refuse(`vector of ${values.vectors} bits`, ['128', '256']);
if (values.peer !== undefined && values.peer !== 'torch') refuse(`peer ${values.peer}`, ['torch']);

/** A whole number, 1 or more. */
function count(option: 'rounds' | 'threads'): number {
  const number = Number(values[option]);
  if (Number.isInteger(number) && number >= 1) return number;
  console.error(`--${option} ${values[option]}: must be a whole number, 1 or more`);
  process.exit(2);
}
const rounds = count('rounds');
const threads = count('threads');
for (const name of positionals)
  if (name !== 'products' && !WORKLOADS[name]) refuse(`workload ${name}`, [...Object.keys(WORKLOADS), 'products']);

const median = (list: number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]!;
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

async function benchWorkload(name: string, torch: ReturnType<typeof findTorch> | null): Promise<void> {
  const workload = WORKLOADS[name]!;
  const kernels = await loadKernels(choice, vectors);
  const step = prepare(kernels, workload);
  time(step, WARM_UP_MS);
  const peer: Peer | null = torch && startTorch(torch.python, workload);
  await peer?.time(WARM_UP_MS);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(time(step, ROUND_MS));
    if (peer) theirs.push(await peer.time(ROUND_MS));
  }
  peer?.close();
  const beside = torch && {
    peer: `torch ${torch.version}`,
    peer_us_per_step: rounded(median(theirs), 1),
    peer_fastest: rounded(Math.min(...theirs), 1),
    times_faster: rounded(median(theirs.map((value, i) => value / ours[i]!)), 2),
  };
  console.log(
    JSON.stringify({
      tool: 'normscope',
      kernels: kernels.name,
      vector_bits: kernels.name === 'wasm-relaxed-simd' && vectors === 256 ? await productVectorBits() : 128,
      workload: name,
      us_per_step: rounded(median(ours), 1),
      fastest: rounded(Math.min(...ours), 1),
      rounds,
      threads: 1,
      ...beside,
    }),
  );
}

await ensureKernels();
try {
  const torch = values.peer === 'torch' ? findTorch() : null;
  for (const name of positionals.length > 0 ? positionals : Object.keys(WORKLOADS)) {
    if (threads > 1 && choice !== 'reference' && WORKLOADS[name])
      await benchThreads(name, WORKLOADS[name], threads, rounds, choice, vectors);
    else if (name === 'products')
      await benchProducts(await loadKernels('auto', vectors), vectors === 256 ? await productVectorBits() : 128);
    else await benchWorkload(name, torch);
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
