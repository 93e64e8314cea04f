/** Training steps on one thread beside the same on several, in turns: one JSON line per workload. */
import { loadKernels, loadTeam, type KernelChoice } from '../../engine/kernels/load.ts';
import { prepare, time, type Workload } from './workloads.ts';

const WARM_UP_MS = 500;
const TURN_MS = 100;

/** Microseconds of each step that fits into a turn. */
function timeSteps(step: () => void): number[] {
  const steps: number[] = [];
  const start = performance.now();
  let from = start;
  while (from - start < TURN_MS) {
    step();
    const to = performance.now();
    steps.push(1000 * (to - from));
    from = to;
  }
  return steps;
}

/** The lower quartile: what else runs on the machine only makes steps longer. */
const quartile = (list: number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 4)]!;

/** Measures one workload on 1 and on `threads` threads, `rounds` turns each. */
export async function benchThreads(
  name: string,
  workload: Workload,
  threads: number,
  rounds: number,
  choice: Exclude<KernelChoice, 'reference'>,
  vectors: 128 | 256,
): Promise<void> {
  const kernels = await loadKernels(choice, vectors);
  const team = await loadTeam(threads, choice, vectors);
  const alone = prepare(kernels, workload);
  const together = prepare(team.kernels(), workload);
  time(alone, WARM_UP_MS);
  team.use(threads);
  time(together, WARM_UP_MS);
  const [one, several]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    one.push(...timeSteps(alone));
    several.push(...timeSteps(together));
  }
  const [slow, fast] = [quartile(one), quartile(several)];
  const line = { tool: 'normscope', kernels: kernels.name, workload: name, threads, rounds };
  const rounded = { us_per_step_on_one: Math.round(slow), us_per_step: Math.round(fast) };
  console.log(JSON.stringify({ ...line, ...rounded, times_faster: Number((slow / fast).toFixed(2)) }));
  await team.close();
}
