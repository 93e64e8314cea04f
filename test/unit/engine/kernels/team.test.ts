/**
 * Threads that share the work of kernels: same bits as one thread, memory that is kept, and how it ends. How calls are cut
 * is tested in test/property/kernels/parts.test.ts.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import type { Kernels, Tensor } from '../../../../engine/kernels/kernels.ts';
import { loadKernels, loadTeam } from '../../../../engine/kernels/load.ts';
import { createJobMemory, createOwner } from '../../../../engine/kernels/wasm/team/job.ts';
import { LONGEST_MS } from '../../../support/waiting.ts';
import { numbers } from './sets.ts';

const team = await loadTeam(3);
afterAll(() => team.close());

/** Repeats until helpers have done some of it: a busy machine may not let them run at once. */
function untilHelped(work: () => void): void {
  const [before, end] = [team.helped, performance.now() + LONGEST_MS];
  do work();
  while (team.helped === before && performance.now() < end);
  expect(team.helped).toBeGreaterThan(before);
}

/** Dense layers and convolutions with more rows than a block, and what goes over large batches. */
function compute(k: Kernels): Tensor[] {
  const tensor = (size: number, seed: number): Tensor => {
    const made = k.allocate(size);
    made.data.set(numbers(size, seed));
    return made;
  };
  const results: Tensor[] = [];
  const [m, n, p] = [577, 130, 300];
  const [x, w, dy] = [tensor(m * p, 1), tensor(n * p, 2), tensor(m * n, 3)];
  const [y, dx, dw] = [k.allocate(m * n), k.allocate(m * p), k.allocate(n * p)];
  k.dense(x, w, null, y, m, n, p);
  k.denseInputGradient(dy, w, dx, m, n, p);
  k.denseWeightGradient(dy, x, dw, m, n, p);
  results.push(y, dx, dw);
  const size = { height: 14, width: 14, outHeight: 14, outWidth: 14 };
  const geometry = { rows: 16, ...size, inChannels: 32, outChannels: 33, kernel: 5, stride: 1, padding: 2 };
  const places = 16 * 14 * 14;
  const [images, filters, dimages] = [tensor(places * 32, 4), tensor(33 * 25 * 32, 5), tensor(places * 33, 6)];
  const [maps, back, gradient] = [k.allocate(places * 33), k.allocate(places * 32), k.allocate(33 * 25 * 32)];
  k.convolve(images, filters, null, maps, geometry);
  k.convolveInputGradient(dimages, filters, back, geometry);
  k.convolveWeightGradient(dimages, images, gradient, geometry);
  results.push(maps, back, gradient);
  const [mean, variance] = [k.allocate(33), k.allocate(33)];
  const activated = k.allocate(maps.size);
  k.columnMoments(maps, { mean, variance }, places, 33);
  k.activate('tanh', maps, activated, maps.size);
  const step = { rate: 0.1, beta1: 0.9, beta2: 0.99, eps: 1e-8, decay: 0.01, decoupled: true, step: 3 };
  const moments = [tensor(filters.size, 7), k.allocate(filters.size)] as const;
  k.adam(filters, gradient, ...moments, step, filters.size);
  results.push(mean, variance, activated, filters, ...moments);
  return results;
}

const bytes = (tensors: Tensor[]): Buffer =>
  Buffer.concat(tensors.map(({ data }) => Buffer.from(Float32Array.from(data).buffer)));

describe('a team', () => {
  it('gives the bits of one thread, also after a change of their number', async () => {
    const wanted = bytes(compute(await loadKernels()));
    for (const threads of [1, 2, 3, 1, 3]) {
      team.use(threads);
      const check = (): void => expect(bytes(compute(team.kernels())).equals(wanted), `${threads} threads`).toBe(true);
      if (threads === 1) check();
      else untilHelped(check);
    }
  });

  it('keeps one memory, in which each kernel set begins with zeros', () => {
    const first = team.kernels();
    const a = first.allocate(50_000);
    first.fill(a, 7);
    const again = team.kernels().allocate(50_000);
    expect(again.offset).toBe(a.offset);
    expect(again.data.every((value) => value === 0)).toBe(true);
  });

  it('does not keep the process alive, and ends with it', async () => {
    const script = `
      import { loadTeam } from ${JSON.stringify(new URL('../../../../engine/kernels/load.ts', import.meta.url).href)};
      const team = await loadTeam(2);
      const kernels = team.kernels();
      const [x, y] = [kernels.allocate(1e6), kernels.allocate(1e6)];
      team.use(2);
      for (let i = 0; i < 100; i++) kernels.activate('sigmoid', x, y, x.size);
      console.log('done', y.data[999_999]);`;
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { timeout: LONGEST_MS });
    expect((await run).stdout).toBe('done 0.5\n');
  });
});

describe('a job', () => {
  it('is done by its owner alone when no helper comes', () => {
    const parts: number[] = [];
    const work = createOwner(createJobMemory(), (kernel, args, part, count) =>
      parts.push(kernel, ...args, part, count),
    );
    work(5, [8, 9], 2);
    work(6, [7], 1);
    expect(parts).toEqual([5, 8, 9, 0, 2, 5, 8, 9, 1, 2, 6, 7, 0, 1]);
  });

  it('says so when a helper has failed', async () => {
    const job = createJobMemory();
    const entry = new URL('./fixtures/failing-helper.ts', import.meta.url);
    const helper = new Worker(entry, { workerData: job });
    const died = new Promise((resolve) => helper.once('error', resolve));
    const work = createOwner(job, () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1));
    const end = performance.now() + LONGEST_MS;
    expect(() => {
      while (performance.now() < end) work(0, [], 2);
    }).toThrow(/helps with the training has failed.*NORMSCOPE_THREADS=1/);
    expect(await died).toMatchObject({ message: 'the kernel failed' });
  });
});
