/**
 * A training step reserves nothing: whatever it needs was reserved when the model was compiled. Measured in a process of
 * its own, where nothing but the steps runs.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/**
 * A few numbers that cross from WebAssembly (the loss, say) are boxed, 12 to 16 bytes each: about 80 bytes a step. One
 * array, one closure or one view of an array for each layer would be far more than this.
 */
const BYTES = 250;

const url = (path: string): string => JSON.stringify(new URL(`../../../${path}`, import.meta.url).href);

/**
 * Prints the fewest bytes a step of any round, in the heap and in array buffers. Code that is not optimized yet boxes more
 * numbers, so that the first rounds do not count; on a busy machine they may be many.
 */
const script = (name: string): string => `
  const { loadKernels } = await import(${url('engine/kernels/load.ts')});
  const { WORKLOADS, prepare } = await import(${url('test/bench/workloads.ts')});
  const step = prepare(await loadKernels(), { ...WORKLOADS[${JSON.stringify(name)}], batch: 2 });
  const steps = 200;
  let heap = Infinity;
  let buffers = Infinity;
  for (let round = 0; round < 300 && heap >= ${BYTES}; round++) {
    gc();
    const before = process.memoryUsage();
    for (let i = 0; i < steps; i++) step();
    const after = process.memoryUsage();
    heap = Math.min(heap, (after.heapUsed - before.heapUsed) / steps);
    buffers = Math.min(buffers, (after.arrayBuffers - before.arrayBuffers) / steps);
  }
  console.log(JSON.stringify({ heap, buffers }));`;

it.each(['toy', 'paper-mlp', 'cnn'])(
  'reserves nothing in a step: %s',
  async (name) => {
    const args = ['--expose-gc', '--no-concurrent-recompilation', '--input-type=module', '-e', script(name)];
    const { heap, buffers } = JSON.parse((await promisify(execFile)(process.execPath, args)).stdout) as {
      heap: number;
      buffers: number;
    };
    expect(heap).toBeLessThan(BYTES);
    expect(buffers).toBeLessThanOrEqual(0);
  },
  30_000,
);
