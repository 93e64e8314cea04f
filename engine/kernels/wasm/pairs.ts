/**
 * A second build of the matrix product and of what is made of it, with tiles of 16 columns, for V8's revectorizer: an experimental part of its
 * compiler that joins two neighbouring operations on 128 bits to one on 256. Each number is the same chain of
 * additions as in the ordinary build, so that the bits are the same too; only the speed differs (about twice).
 *
 * The revectorizer is off unless a flag is set, and it has been seen to abort the process on code it does not expect.
 * It is therefore used for this one small module only, the flag is set only while that is compiled, and only in versions
 * of V8 that every test of the kernels has passed on. See docs/PERFORMANCE.md.
 */
import { setFlagsFromString } from 'node:v8';
import { createMemory } from './arena.ts';
import { instantiatePairs } from './instance.ts';

/** Versions of V8 on x64 that compile this module right. Add one after the whole test suite has passed on it. */
const KNOWN_GOOD = ['13.6.233.17-node.53'];

/**
 * The flags to compile with: revectorizing, and all functions at once with the optimizing compiler, so that nothing of the
 * module is compiled later, when the flags are back to what they were.
 */
const FLAGS = ['experimental-wasm-revectorize', 'no-liftoff', 'no-wasm-lazy-compilation'];
const FLAGS_BACK = ['no-experimental-wasm-revectorize', 'liftoff', 'wasm-lazy-compilation'];

/** Whether this host may be asked at all; NORMSCOPE_VECTORS=128 in the environment says no. */
export const mayJoinPairs = ({
  arch,
  versions,
  env,
}: Pick<NodeJS.Process, 'arch' | 'versions' | 'env'> = process): boolean =>
  arch === 'x64' && KNOWN_GOOD.includes(versions.v8) && env['NORMSCOPE_VECTORS'] !== '128';

/** Compiles the module; null where the result is not faster, because the processor has no vectors of 256 bits. */
export function compilePairs(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module | null {
  const module = compileJoined(bytes);
  return joinsPairs(module) ? module : null;
}

/** Compiles a module with the revectorizer. It may abort the process: only for code that was tried with this V8. */
export function compileJoined(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  for (const flag of FLAGS) setFlagsFromString(`--${flag}`);
  try {
    // Not the asynchronous form: nothing else in this thread may be compiled with these flags.
    return new WebAssembly.Module(bytes);
  } finally {
    for (const flag of FLAGS_BACK) setFlagsFromString(`--${flag}`);
  }
}

/**
 * Whether tiles of 16 columns run faster than tiles of 8. Joined, they take 1.2 times the time of tiles with half their
 * work; not joined, their sums do not fit in the registers, and they take 3 times as long. The outcome changes no bits.
 */
function joinsPairs(module: WebAssembly.Module): boolean {
  const memory = createMemory();
  const { multiply } = instantiatePairs(module, memory);
  const start = memory.buffer.byteLength;
  memory.grow(4);
  const fastest = (columns: number): number => {
    let least = Infinity;
    for (let round = 0; round < 8; round++) {
      const from = performance.now();
      for (let call = 0; call < 4; call++)
        multiply(start, 512, 4, start + 65_536, 0, 0, start + 131_072, 60, columns, 128, 0, columns);
      least = Math.min(least, performance.now() - from);
    }
    return least;
  };
  return fastest(16) < 2 * fastest(8);
}
