/** The entry of a thread that helps another one with its training: see job.ts. It ends with the thread that made it. */
import { workerData } from 'node:worker_threads';
import { instantiate, type Modules } from '../instance.ts';
import { help, type JobMemory } from './job.ts';
import { performWith } from './split.ts';

/** What a helper is given when it is made. */
export interface HelperData {
  modules: Modules;
  memory: WebAssembly.Memory;
  job: JobMemory;
  /** 1 for the first helper; 0 is the owner. */
  place: number;
}

const { modules, memory, job, place } = workerData as HelperData;
help(job, performWith(instantiate(modules, memory, place)));
