/**
 * Chooses a kernel set and loads it. The WebAssembly module is read and compiled once in a thread; each call gives a
 * fresh set with memory of its own, which is freed when nothing refers to it any more.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Kernels } from './kernels.ts';
import { createReferenceKernels } from './reference.ts';
import { createMemory } from './wasm/arena.ts';
import { instantiate, type Modules } from './wasm/instance.ts';
import { createWasmKernels } from './wasm/kernels.ts';
import { compileJoined, compilePairs, mayJoinPairs } from './wasm/pairs.ts';
import { createTeam, type Team } from './wasm/team/team.ts';

/** The builds of the fast kernels, best first. */
export const WASM_BUILDS = ['wasm-relaxed-simd', 'wasm-simd'] as const;
export type WasmBuild = (typeof WASM_BUILDS)[number];
/** `auto` and `wasm` mean the best build that this host runs; a build's own name asks for that one. */
export type KernelChoice = 'auto' | 'reference' | 'wasm' | WasmBuild;

/** 1 + 2^-12: its square does not fit in a float32, so that a fused multiply-add can be told from two roundings. */
const FUSION_PROBE = 1 + 2 ** -12;

/** Smallest modules that hold one instruction: i8x16.splat dropped, and f32x4.relaxed_madd on three zeros. */
const HEAD = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0];
const ZERO = [0x41, 0, 0xfd, 15];
const body = (code: number[]): number[] => [10, code.length + 4, 1, code.length + 2, 0, ...code, 0x0b];
const PROBES: Record<WasmBuild, number[]> = {
  'wasm-simd': body([...ZERO, 0x1a]),
  'wasm-relaxed-simd': body([...ZERO, ...ZERO, ...ZERO, 0xfd, 0x85, 0x02, 0x1a]),
};

/** Whether the host knows the instructions of a build. */
export const supportsBuild = (build: WasmBuild): boolean =>
  WebAssembly.validate(new Uint8Array([...HEAD, ...PROBES[build]]));

const modules = new Map<string, Promise<WebAssembly.Module>>();

function compile(build: WasmBuild | `${WasmBuild}-shared`): Promise<WebAssembly.Module> {
  let module = modules.get(build);
  if (!module) {
    module = read(build).then((bytes) => WebAssembly.compile(bytes));
    // A failure is not kept: the file may be built meanwhile.
    module.catch(() => modules.delete(build));
    modules.set(build, module);
  }
  return module;
}

async function read(build: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = new URL(`./wasm/build/${build}.wasm`, import.meta.url);
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    throw new Error(`The kernels are not built: ${fileURLToPath(file)} cannot be read. Run: npm run build:kernels`, {
      cause: error,
    });
  }
}

let best: Promise<WasmBuild> | undefined;

/** Whether the relaxed build rounds multiply-add once on this host. */
async function fusesMultiplyAdd(): Promise<boolean> {
  const kernels = instantiate({ kernels: await compile('wasm-relaxed-simd'), pairs: null }, createMemory());
  return kernels.fusesMultiplyAdd(FUSION_PROBE) !== 0;
}

/** The relaxed build where the host has its instructions and rounds multiply-add once: its name then fixes the bits. */
async function chooseBuild(): Promise<WasmBuild> {
  if (supportsBuild('wasm-relaxed-simd') && (await fusesMultiplyAdd())) return 'wasm-relaxed-simd';
  if (!supportsBuild('wasm-simd'))
    throw new Error(
      'This host has no WebAssembly SIMD, which the fast kernels need. Use Node 24 or later on x64 or arm64',
    );
  return 'wasm-simd';
}

function bestBuild(): Promise<WasmBuild> {
  best ??= chooseBuild().catch((error: unknown) => {
    best = undefined;
    throw error;
  });
  return best;
}

/** Name of the set that `auto` gives on this host. */
export const kernelSetName = (): Promise<string> => bestBuild();

let pairs: Promise<WebAssembly.Module | null> | undefined;

/** The faster matrix product of the relaxed build, or null where this host cannot use it. */
function pairsModule(): Promise<WebAssembly.Module | null> {
  pairs ??= (async () =>
    mayJoinPairs() && (await fusesMultiplyAdd()) ? compilePairs(await read('wasm-relaxed-simd-pairs')) : null)();
  pairs.catch(() => (pairs = undefined));
  return pairs;
}

/** Bits of the vectors that matrix products of the set `auto` use on this host: 128 or 256. The numbers are the same. */
export const productVectorBits = async (): Promise<128 | 256> =>
  (await bestBuild()) === 'wasm-relaxed-simd' && (await pairsModule()) ? 256 : 128;

const buildOf = async (choice: Exclude<KernelChoice, 'reference'>): Promise<WasmBuild> =>
  choice === 'auto' || choice === 'wasm' ? bestBuild() : choice;

/** The modules that a kernel set is made of. */
export async function loadModules(build: WasmBuild, vectorBits: 128 | 256 = 256): Promise<Modules> {
  const pairs = build === 'wasm-relaxed-simd' && vectorBits === 256 ? await pairsModule() : null;
  return { kernels: await compile(build), pairs };
}

let sharedPairs: WebAssembly.Module | undefined;

/** The same, built for a memory that threads share. */
async function loadSharedModules(build: WasmBuild, vectorBits: 128 | 256): Promise<Modules> {
  const kernels = await compile(`${build}-shared`);
  if ((await loadModules(build, vectorBits)).pairs === null) return { kernels, pairs: null };
  sharedPairs ??= compileJoined(await read('wasm-relaxed-simd-pairs-shared'));
  return { kernels, pairs: sharedPairs };
}

/**
 * A fresh kernel set. Fails with the remedy when the kernels are not built. `vectorBits` 128 leaves the faster matrix
 * product out, to compare with it.
 */
export async function loadKernels(choice: KernelChoice = 'auto', vectorBits: 128 | 256 = 256): Promise<Kernels> {
  if (choice === 'reference') return createReferenceKernels();
  const build = await buildOf(choice);
  return createWasmKernels(build, await loadModules(build, vectorBits));
}

/** A team of up to `threads` threads, whose kernel sets give the same bits as {@link loadKernels}. */
export async function loadTeam(
  threads: number,
  choice: Exclude<KernelChoice, 'reference'> = 'auto',
  vectorBits: 128 | 256 = 256,
): Promise<Team> {
  const build = await buildOf(choice);
  return createTeam(build, await loadSharedModules(build, vectorBits), threads);
}
