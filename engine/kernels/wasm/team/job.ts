/**
 * Work that several threads share: one kernel call at a time, in parts that whoever is free takes. It is handed over in
 * shared memory, because a thread that trains looks at no messages. A helper that sleeps, or that the machine gives no
 * time, takes no part, and nobody waits for it.
 */
import type { Arguments } from './cuts.ts';

/** Most parts of a job. */
export const MOST_PARTS = 15;
/** Most arguments of a kernel and its setter. */
const MOST_ARGUMENTS = 16;

/** Places in the shared integers. The state is a word: the job's number, how many parts it has, which comes next. */
const STATE = 0;
/** Parts that helpers have finished since the beginning. */
const DONE = 1;
/** Helpers that sleep until the state changes. */
const SLEEPING = 2;
/** 1 while the owner sleeps until the finished parts change. */
const OWNER_SLEEPS = 3;
/** 1 once a helper has failed: what it worked on is lost. */
const FAILED = 4;
/** Which kernel. */
const KERNEL = 5;
const INTEGERS = 16;

const BITS = 4;
const MASK = (1 << BITS) - 1;

/** Looks at the state before going to sleep: the better part of a millisecond, longer than the gaps in a training step. */
const SPINS = 20_000;
/** How long the owner sleeps at a time, and how often, before it takes a helper for dead. */
const SLICE_MS = 100;
const SLICES = 300;

/** Memory of a job, to be given to every thread. */
export interface JobMemory {
  integers: Int32Array;
  arguments: Float64Array;
}

export const createJobMemory = (): JobMemory => ({
  integers: new Int32Array(new SharedArrayBuffer(INTEGERS * 4)),
  arguments: new Float64Array(new SharedArrayBuffer(MOST_ARGUMENTS * 8)),
});

/** Parts that helpers have done. */
export const helpedParts = ({ integers }: JobMemory): number => Atomics.load(integers, DONE) >>> 0;

/** Does one part of a call of the kernel at `kernel` in CUTS. */
export type Perform = (kernel: number, args: Arguments, part: number, parts: number) => void;

/** Tells the processor that this is a loop that waits, where V8 has a word for it. */
const pause: () => void = (Atomics as unknown as { pause?: () => void }).pause ?? (() => undefined);

/** Takes the next part, given the state that was seen: false when there is none, or when another thread was faster. */
const take = (integers: Int32Array, state: number): boolean =>
  (state & MASK) < ((state >> BITS) & MASK) && Atomics.compareExchange(integers, STATE, state, state + 1) === state;

/** The owner's side: does a job together with whichever helpers are awake, and returns when all of it is done. */
export function createOwner(
  { integers, arguments: shared }: JobMemory,
  perform: Perform,
): (kernel: number, args: Arguments, parts: number) => void {
  let job = 0;

  /** Waits until helpers have finished this many parts. */
  const wait = (parts: number): void => {
    for (let spin = 0; spin < SPINS; spin++) {
      if (Atomics.load(integers, DONE) === parts) return;
      pause();
    }
    Atomics.store(integers, OWNER_SLEEPS, 1);
    for (let slice = 0; slice < SLICES; slice++) {
      const done = Atomics.load(integers, DONE);
      if (done === parts || Atomics.load(integers, FAILED) === 1) break;
      Atomics.wait(integers, DONE, done, SLICE_MS);
    }
    Atomics.store(integers, OWNER_SLEEPS, 0);
    if (Atomics.load(integers, DONE) !== parts)
      throw new Error(
        'A thread that helps with the training has failed, and what it worked on is lost. Resume or restart the run; ' +
          'set NORMSCOPE_THREADS=1 in the environment to train on one thread.',
      );
  };

  return (kernel, args, parts) => {
    // Nobody reads these now: no part of the last job is left, and a thread that still looks at it finds so in the state.
    for (let i = 0; i < args.length; i++) shared[i] = args[i] as number;
    integers[KERNEL] = kernel;
    const before = Atomics.load(integers, DONE);
    job = (job + 1) & 0x7fffff;
    let state = (job << (2 * BITS)) | (parts << BITS);
    Atomics.store(integers, STATE, state);
    if (Atomics.load(integers, SLEEPING) > 0) Atomics.notify(integers, STATE);
    let own = 0;
    for (; (state & MASK) < parts; state = Atomics.load(integers, STATE)) {
      if (!take(integers, state)) continue;
      perform(kernel, args, state & MASK, parts);
      own++;
    }
    wait((before + parts - own) | 0);
  };
}

/** A helper's side: takes parts for ever. Throws what a kernel throws, after the owner was told. */
export function help({ integers, arguments: shared }: JobMemory, perform: Perform): never {
  let idle = 0;
  for (;;) {
    const state = Atomics.load(integers, STATE);
    const parts = (state >> BITS) & MASK;
    if ((state & MASK) < parts) {
      // Read before the part is taken: if it can be taken, the job was still this one.
      const kernel = integers[KERNEL] as number;
      const args = Array.from(shared);
      if (!take(integers, state)) continue;
      try {
        perform(kernel, args, state & MASK, parts);
      } catch (error) {
        Atomics.store(integers, FAILED, 1);
        Atomics.notify(integers, DONE);
        throw error;
      }
      Atomics.add(integers, DONE, 1);
      if (Atomics.load(integers, OWNER_SLEEPS) === 1) Atomics.notify(integers, DONE);
      idle = 0;
    } else if (++idle < SPINS) pause();
    else {
      Atomics.add(integers, SLEEPING, 1);
      Atomics.wait(integers, STATE, state);
      Atomics.sub(integers, SLEEPING, 1);
      idle = 0;
    }
  }
}
