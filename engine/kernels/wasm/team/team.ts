/**
 * A thread that trains, and the threads that help it: they work in one shared memory, which is kept from run to run,
 * because the collector does not count shared memories. The helpers are made when they are first needed.
 */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Kernels } from '../../kernels.ts';
import { MAXIMUM_PAGES } from '../arena.ts';
import { instantiate, SCRATCH_BYTES, type Modules } from '../instance.ts';
import { createKernelSet } from '../kernels.ts';
import type { HelperData } from './helper.ts';
import { createJobMemory, createOwner, helpedParts } from './job.ts';
import { performWith, split } from './split.ts';

export interface Team {
  /** Threads, the owner counted. */
  readonly most: number;
  /** A fresh kernel set. The one before it, and its tensors, must not be used any more. */
  kernels(): Kernels;
  /** How many threads work from the next kernel on, 1 .. `most`. Changes no bits. */
  use(threads: number): void;
  /** False once a kernel has failed in one of the threads: then the team is to be closed. */
  readonly sound: boolean;
  /** Parts of kernel calls that the helpers have done so far. */
  readonly helped: number;
  /** Ends the helpers. */
  close(): Promise<void>;
}

/** A team of up to `most` threads for the kernel set called `name`, from modules built for a shared memory. */
export function createTeam(name: string, modules: Modules, most: number): Team {
  const memory = new WebAssembly.Memory({ initial: 8, maximum: MAXIMUM_PAGES, shared: true });
  const wasm = instantiate(modules, memory);
  const job = createJobMemory();
  const work = createOwner(job, performWith(wasm));
  const helpers: Worker[] = [];
  let threads = 1;
  let sound = true;

  const run: typeof work = (...call) => {
    try {
      work(...call);
    } catch (error) {
      sound = false;
      throw error;
    }
  };
  const exports = split(wasm, run, () => threads);

  const addHelper = (): void => {
    const workerData: HelperData = { modules, memory, job, place: helpers.length + 1 };
    // The source, or what it was built to.
    const entry = new URL(`./helper${extname(import.meta.url)}`, import.meta.url);
    const helper = new Worker(entry, { workerData });
    helper.unref();
    // The owner hears of a failure through the job; it may not look at its messages before the run has ended.
    helper.on('error', () => (sound = false));
    helpers.push(helper);
  };

  return {
    most,
    kernels: () => createKernelSet(name, exports, memory, most * SCRATCH_BYTES),
    use(count) {
      threads = Math.min(Math.max(1, count), most);
      while (helpers.length < threads - 1) addHelper();
    },
    get sound() {
      return sound;
    },
    get helped() {
      return helpedParts(job);
    },
    async close() {
      await Promise.all(helpers.map((helper) => helper.terminate()));
    },
  };
}
