/** Updates of parameters in every kernel set, several steps against formulas in float64 written as PyTorch documents them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Kernels, Tensor } from '../../../../engine/kernels/kernels.ts';
import { type Bench, TRAINING_SETS, epsilon, numbers, openBench, worstError } from './sets.ts';

const SIZES = [1, 3, 4, 7, 100];
/** Options that float32 holds exactly enough: what is rounded of them is far below the tolerance. */
const RATE = 0.125;
const DECAY = 0.25;

/** One optimizer: the kernel, and the same step for one number with `state` of its own. */
interface Case {
  name: string;
  states: number;
  kernel(k: Kernels, p: Tensor, g: Tensor, states: Tensor[], step: number, size: number): void;
  wanted(p: number, g: number, state: number[], step: number): number;
}

const sgdMomentum = (nesterov: boolean): Case => ({
  name: nesterov ? 'sgdMomentum with Nesterov' : 'sgdMomentum',
  states: 1,
  kernel: (k, p, g, [v], _step, size) => {
    k.sgdMomentum(p, g, v!, RATE, 0.875, size, DECAY, nesterov);
  },
  wanted(p, gradient, state) {
    const g = gradient + DECAY * p;
    state[0] = 0.875 * state[0]! + g;
    return p - RATE * (nesterov ? g + 0.875 * state[0] : state[0]);
  },
});
const rmsProp = (momentum: number): Case => ({
  name: momentum > 0 ? 'rmsProp with momentum' : 'rmsProp',
  states: momentum > 0 ? 2 : 1,
  kernel: (k, p, g, [s, v], _step, size) => {
    k.rmsProp(p, g, s!, v ?? null, { rate: RATE, alpha: 0.75, eps: 1e-3, momentum, decay: DECAY }, size);
  },
  wanted(p, gradient, state) {
    const g = gradient + DECAY * p;
    state[0] = 0.75 * state[0]! + 0.25 * g * g;
    const update = g / (Math.sqrt(state[0]) + 1e-3);
    if (momentum === 0) return p - RATE * update;
    state[1] = momentum * state[1]! + update;
    return p - RATE * state[1];
  },
});
const quotient = (g: number, state: number[], step: number): number => {
  state[0] = 0.75 * state[0]! + 0.25 * g;
  state[1] = 0.875 * state[1]! + 0.125 * g * g;
  return state[0] / (1 - 0.75 ** step) / (Math.sqrt(state[1] / (1 - 0.875 ** step)) + 1e-3);
};
const adamOptions = { rate: RATE, beta1: 0.75, beta2: 0.875, eps: 1e-3, decay: DECAY };
const adam = (decoupled: boolean): Case => ({
  name: decoupled ? 'adam with decay apart' : 'adam',
  states: 2,
  kernel: (k, p, g, [m, s], step, size) => {
    k.adam(p, g, m!, s!, { ...adamOptions, decoupled, step }, size);
  },
  wanted: (p, g, state, step) =>
    decoupled
      ? p * (1 - RATE * DECAY) - RATE * quotient(g, state, step)
      : p - RATE * quotient(g + DECAY * p, state, step),
});
const CASES: Case[] = [
  {
    name: 'sgd',
    states: 0,
    kernel: (k, p, g, _states, _step, size) => {
      k.sgd(p, g, RATE, size, DECAY);
    },
    wanted: (p, g) => p - RATE * (g + DECAY * p),
  },
  sgdMomentum(false),
  sgdMomentum(true),
  rmsProp(0),
  rmsProp(0.5),
  adam(false),
  adam(true),
  {
    name: 'adagrad',
    states: 1,
    kernel: (k, p, g, [s], _step, size) => {
      k.adagrad(p, g, s!, { rate: RATE, eps: 1e-3, decay: DECAY }, size);
    },
    wanted(p, gradient, state) {
      const g = gradient + DECAY * p;
      state[0] = state[0]! + g * g;
      return p - (RATE * g) / (Math.sqrt(state[0]) + 1e-3);
    },
  },
];

describe.each(TRAINING_SETS)('%s', (choice) => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench(choice);
  });
  afterEach(() => {
    expect(bench.damage()).toEqual([]);
  });

  it.each(CASES)('$name', ({ states, kernel, wanted }) => {
    const { k, of } = bench;
    for (const size of SIZES) {
      let expected = [...numbers(size, 1)];
      const parameter = of(expected);
      const kept = Array.from({ length: states }, () => of(new Float32Array(size)));
      const memory = expected.map(() => new Array<number>(states).fill(0));
      for (let step = 1; step <= 4; step++) {
        const g = numbers(size, 10 + step);
        const gradient = of(g);
        kernel(k, parameter, gradient, kept, step, size);
        expected = expected.map((p, i) => wanted(p, g[i]!, memory[i]!, step));
        expect([...gradient.data]).toEqual([...g]);
      }
      // A quotient of two small numbers magnifies rounding errors.
      expect(worstError(parameter.data, expected, 2)).toBeLessThan(64 * epsilon(k));
      kept.forEach((state, s) => {
        const numbersOf = memory.map((values) => values[s]!);
        expect(worstError(state.data, numbersOf, 4)).toBeLessThan(64 * epsilon(k));
      });
    }
  });

  it('adamDirection', () => {
    const { k, of, out } = bench;
    for (const size of SIZES) {
      const p = numbers(size, 1);
      const parameter = of(p);
      const [mean, square, direction] = [of(new Float32Array(size)), of(new Float32Array(size)), out(size)];
      const memory = Array.from(p, () => [0, 0]);
      for (let step = 1; step <= 3; step++) {
        const g = numbers(size, 10 + step);
        k.adamDirection(parameter, of(g), mean, square, direction, { ...adamOptions, decoupled: true, step }, size);
        const wanted = Array.from(p, (v, i) => quotient(g[i]!, memory[i]!, step) + DECAY * v);
        expect(worstError(direction.data, wanted, 4)).toBeLessThan(64 * epsilon(k));
      }
      expect([...parameter.data]).toEqual([...p]);
    }
  });
});
