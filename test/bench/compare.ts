/**
 * The same training steps here and in PyTorch, in turns, so that both meet the same machine: one JSON line per workload
 * with the medians and the median ratio. `node test/bench/compare.ts [workload ...]`; PYTHON names an interpreter that
 * has torch (python3 otherwise).
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { loadKernels } from '../../engine/kernels/load.ts';
import { ensureKernels } from '../../scripts/build-kernels.ts';
import { WORKLOADS, prepare, time } from './workloads.ts';

const ROUNDS = 15;
/** Each side trains this many milliseconds before the other's turn. */
const ROUND_MS = 200;

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

await ensureKernels();
const chosen = process.argv.slice(2);
for (const [name, workload] of Object.entries(WORKLOADS)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const { widths, activation, normalization, batch } = workload;
  const description = JSON.stringify({ widths, activation, normalization, batch });
  const peer = spawn(process.env['PYTHON'] ?? 'python3', [`${import.meta.dirname}/torch_peer.py`, description], {
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  const ask = async (ms: number): Promise<number> => {
    peer.stdin.write(`${ms}\n`);
    const { value } = await answers.next();
    return Number(value);
  };
  const kernels = await loadKernels();
  const step = prepare(kernels, workload);
  time(step, 500);
  await ask(500);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(time(step, ROUND_MS));
    theirs.push(await ask(ROUND_MS));
  }
  peer.stdin.end();
  console.log(
    JSON.stringify({
      workload: name,
      kernels: kernels.name,
      us_per_step: rounded(median(ours), 1),
      torch_us_per_step: rounded(median(theirs), 1),
      fastest: [rounded(Math.min(...ours), 1), rounded(Math.min(...theirs), 1)],
      times_faster: rounded(median(theirs.map((value, i) => value / ours[i]!)), 2),
      rounds: ROUNDS,
    }),
  );
}
