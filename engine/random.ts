/**
 * Random numbers: independent streams by name from one seed, so that initialization, order, split and noise never
 * disturb each other. Not for keys, tokens or anything secret.
 *
 * Bits are equal on every machine: the generator works on 32-bit integers (xoroshiro128+ of pure-rand), and the normal
 * distribution uses only operations that IEEE 754 rounds in one way (+, -, *, / and Math.sqrt), with a logarithm of its
 * own, because Math.log may differ in its last bit between engines.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { naturalLogarithm } from './exact-math.ts';

/** Where a stream stands, as plain numbers. */
export interface RandomState {
  /** The 128-bit state of the generator. */
  words: number[];
  /** The second number of a normal pair that was drawn already, or null. */
  spare: number | null;
}

/** One stream of random numbers; every call moves it on. */
export interface Random {
  /** Uniform on [0, 1), a multiple of 2^-53. */
  uniform(): number;
  /** Standard normal (polar method; Marsaglia and Bray 1964). */
  normal(): number;
  /** Uniform integer in 0 .. n - 1 without bias; n is an integer in 1 .. 2^32, otherwise a RangeError. */
  int(n: number): number;
  /** Shuffles in place, every order equally likely (Durstenfeld 1964). */
  shuffle(values: Int32Array): void;
  save(): RandomState;
  /** Goes on where a stream stood when it was saved. */
  restore(state: RandomState): void;
}

/** The stream called `name` of `seed` (a finite number): the same numbers each time, unrelated to those of other names. */
export function stream(seed: number, name: string): Random {
  // A hash spreads neighbouring seeds and similar names over the whole 128-bit state; it is never all zeros in practice.
  const digest = sha256(utf8ToBytes(`${seed}/${name}`));
  const words = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
  let generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => words.getInt32(at)));
  // The low bits of xoroshiro128+ are its weakest, so every method below takes the high ones.
  let spare: number | null = null;

  const uniform = (): number => {
    const high = generator.next() >>> 5;
    const low = generator.next() >>> 6;
    return (high * 0x400_0000 + low) / 0x20_0000_0000_0000;
  };

  const int = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > 0x1_0000_0000)
      throw new RangeError(`int(n) needs an integer from 1 to 2^32, got ${n}`);
    if (n === 1) return 0;
    const shift = Math.clz32(n - 1);
    for (;;) {
      const value = generator.next() >>> shift;
      if (value < n) return value;
    }
  };

  const normal = (): number => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * naturalLogarithm(s)) / s);
      spare = v * factor;
      return u * factor;
    }
  };

  const shuffle = (values: Int32Array): void => {
    for (let i = values.length - 1; i > 0; i--) {
      const j = int(i + 1);
      const held = values[i]!;
      values[i] = values[j]!;
      values[j] = held;
    }
  };

  return {
    ...{ uniform, normal, int, shuffle },
    save: () => ({ words: [...generator.getState()], spare }),
    restore(state) {
      generator = xoroshiro128plusFromState(state.words);
      spare = state.spare;
    },
  };
}
