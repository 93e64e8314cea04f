/** What the kernel suites share: the sets under test, and arrays in and out of their arenas. */
import { createDualKernels } from '../../../../engine/kernels/dual.ts';
import type { Kernels, Tensor } from '../../../../engine/kernels/kernels.ts';
import { type KernelChoice, WASM_BUILDS, loadKernels, supportsBuild } from '../../../../engine/kernels/load.ts';

/** Every kernel set that this host runs and that can train. */
export const TRAINING_SETS: KernelChoice[] = ['reference', ...WASM_BUILDS.filter(supportsBuild)];

/** Those, and the one that carries tangents. */
export const SETS: (KernelChoice | 'dual')[] = [...TRAINING_SETS, 'dual'];

/** Whether a set checks that tensors are large enough for what it is told to do; those on plain arrays do not. */
export const checksSizes = (choice: KernelChoice | 'dual'): boolean => choice !== 'reference' && choice !== 'dual';

/** Largest relative rounding error of one operation. */
export const epsilon = (k: Kernels): number => (k.precision === 'float32' ? 2 ** -24 : 2 ** -53);

/** A guard value: a kernel that writes outside its output changes it. */
const GUARD = 12345;

/** Kernels of one set, with tensors that are surrounded by guards. */
export interface Bench {
  k: Kernels;
  /** A tensor that holds `values`, rounded as the set stores them. */
  of(values: ArrayLike<number>): Tensor;
  /** A tensor of `size` numbers that are all NaN, so that a number nobody wrote shows. */
  out(size: number): Tensor;
  /** Positions outside tensors that something wrote to; must be empty. */
  damage(): number[];
}

export async function openBench(choice: KernelChoice | 'dual'): Promise<Bench> {
  const k = choice === 'dual' ? createDualKernels() : await loadKernels(choice);
  const guards: Tensor[] = [];
  const out = (size: number): Tensor => {
    const whole = k.allocate(size + 8);
    whole.data.fill(GUARD);
    guards.push(k.slice(whole, 0, 4), k.slice(whole, size + 4, 4));
    const tensor = k.slice(whole, 4, size);
    tensor.data.fill(NaN);
    return tensor;
  };
  return {
    k,
    out,
    of(values) {
      const tensor = out(values.length);
      tensor.data.set(values);
      return tensor;
    },
    damage: () => guards.filter((guard) => guard.data.some((v) => v !== GUARD)).map((guard) => guard.offset),
  };
}

/** `count` numbers in [-scale, scale) that are always the same for a seed (a linear congruential generator). */
export function numbers(count: number, seed: number, scale = 1): Float32Array {
  let state = seed * 2654435761;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state / 2 ** 32) * 2 - 1) * scale;
  });
}

/** Class labels that are always the same for a seed. */
export const labelsOf = (rows: number, classes: number, seed: number): Int32Array =>
  Int32Array.from(numbers(rows, seed), (v) => Math.min(classes - 1, Math.floor(((v + 1) / 2) * classes)));

/**
 * The largest error of `actual`, in units of `scale[i]` or of the wanted number itself. Non-finite wanted numbers must be
 * met exactly, otherwise the error is infinite.
 */
export function worstError(
  actual: ArrayLike<number>,
  wanted: ArrayLike<number>,
  scale: ArrayLike<number> | number = wanted,
): number {
  let worst = actual.length === wanted.length ? 0 : Infinity;
  for (let i = 0; i < wanted.length; i++) {
    const a = actual[i] as number;
    const w = wanted[i] as number;
    if (Object.is(a, w) || a === w) continue;
    const unit = Math.abs(typeof scale === 'number' ? scale : (scale[i] as number));
    const error = Number.isFinite(w) && Number.isFinite(a) ? Math.abs(a - w) / unit : Infinity;
    worst = Math.max(worst, error);
  }
  return worst;
}
