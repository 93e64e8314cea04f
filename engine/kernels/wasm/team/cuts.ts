/**
 * How the work of a fast kernel is cut into parts that threads can do at the same time: by what it writes, so that each
 * number is the same chain of operations as in one piece, and the bits do not depend on the parts. Kernels whose result
 * is one number (losses, norms) are not here: a sum of parts would have other bits. Not for threads: see job.ts.
 */
import { F32 } from '../address.ts';
import type { KernelExports } from '../exports.ts';

/** The arguments of a kernel in the order of its export, then those of its setter. */
export type Arguments = number[];

/** The names of the kernels. */
export type KernelName = {
  [Name in keyof KernelExports]: KernelExports[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof KernelExports];
export type SetterName = 'setConvolution' | 'setPooling' | 'setAdam';

export interface Cut {
  name: KernelName;
  /** The export to be called before the kernel. */
  setter?: SetterName;
  /** Rows, columns, samples or numbers that can be in different parts. */
  units(args: Arguments): number;
  /** Parts begin at multiples of this many units. */
  grain: number;
  /** Nanoseconds that the whole takes on one core, roughly: whether cutting pays. */
  work(args: Arguments): number;
  /** Changes the arguments to those of the units `from` .. `to` - 1. */
  narrow(args: Arguments, from: number, to: number): void;
}

/** An argument by its position, where it is known to be there. */
const at = (args: Arguments, index: number): number => args[index] as number;

/** Moves addresses on by some numbers; those that stand for absent tensors stay. */
function move(args: Arguments, addresses: readonly number[], count: number): void {
  for (const index of addresses) if (args[index] !== 0) args[index] = at(args, index) + count * F32;
}

/** A cache line: parts that begin there do not write to the same one. */
const LINE = 16;

/** A kernel on numbers one by one; `addresses` and `size` are positions of arguments. `cost`: nanoseconds a number. */
const numbers = (name: KernelName, addresses: number[], size: number, cost: number, setter?: SetterName): Cut => ({
  ...{ name, grain: LINE, ...(setter && { setter }) },
  units: (args) => at(args, size),
  work: (args) => at(args, size) * cost,
  narrow(args, from, to) {
    move(args, addresses, from);
    args[size] = to - from;
  },
});

/** A kernel that adds up columns: its addresses, rows, columns and the width of the batch. */
const columns = (name: KernelName, count: number, cost: number): Cut => {
  const addresses = Array.from({ length: count }, (_, i) => i);
  return {
    ...{ name, grain: 4 },
    units: (args) => at(args, count + 1),
    work: (args) => at(args, count) * at(args, count + 1) * cost,
    narrow(args, from, to) {
      move(args, addresses, from);
      args[count + 1] = to - from;
    },
  };
};

type Moves = [addresses: number[], numbersPerUnit: (args: Arguments) => number][];

/** A kernel on rows or samples, counted by the argument `count`. The first of its moves says how large one is. */
const samples = (name: KernelName, count: number, moves: Moves, cost: number): Cut => ({
  ...{ name, grain: 1 },
  units: (args) => at(args, count),
  work: (args) => at(args, count) * moves[0]![1](args) * cost,
  narrow(args, from, to) {
    for (const [addresses, numbersPerUnit] of moves) move(args, addresses, from * numbersPerUnit(args));
    args[count] = to - from;
  },
});

/** A kernel on rows of as many numbers as the argument after their count says. */
const rows = (name: KernelName, count: number, addresses: number[], cost: number): Cut =>
  samples(name, count, [[addresses, (args) => at(args, count + 1)]], cost);

/** A kernel on groups of channels, which ends in rows, positions, channels and groups. */
const groups = (name: KernelName, shape: number, whole: number[], coefficients: number[], cost: number): Cut => {
  const size = (args: Arguments): number => at(args, shape + 1) * at(args, shape + 2);
  return samples(name, shape, [[whole, size], [coefficients, (args) => at(args, shape + 3)]], cost); // prettier-ignore
};

/** A kernel on the samples of a batch of images. The setter's first arguments are rows, height, width and channels. */
function images(
  name: KernelName,
  setter: 'setConvolution' | 'setPooling',
  { input, output }: { input: number[]; output: number[] },
  work: (geometry: Arguments) => number,
): Cut {
  const first = input.length + output.length + (name === 'convolve' ? 2 : name === 'convolveInputGradient' ? 1 : 0);
  const outChannels = first + (setter === 'setConvolution' ? 4 : 3);
  const outHeight = first + (setter === 'setConvolution' ? 8 : 7);
  const inputs = (args: Arguments): number => at(args, first + 1) * at(args, first + 2) * at(args, first + 3);
  const outputs = (args: Arguments): number => at(args, outHeight) * at(args, outHeight + 1) * at(args, outChannels);
  const moves: Moves = [[input, inputs], [output, outputs]]; // prettier-ignore
  return { ...samples(name, first, moves, 0), setter, work: (args) => work(args.slice(first)) };
}

/** Multiply-adds a nanosecond. */
const SPEED = 40;
/** Columns of a product from which on they are cut, not its rows: then no part packs what another one packs. */
const WIDE = 96;

const product: Cut = {
  ...{ name: 'multiply', grain: LINE },
  units: (args) => (at(args, 8) >= WIDE ? at(args, 8) : at(args, 7)),
  work: (args) => (at(args, 7) * at(args, 8) * at(args, 9)) / SPEED,
  narrow(args, from, to) {
    if (at(args, 8) >= WIDE) {
      const transposed = args[4] === 1;
      move(args, [3], transposed ? from * at(args, 9) : from);
      move(args, [5, 6], from);
      args[8] = to - from;
    } else {
      args[0] = at(args, 0) + from * at(args, 1);
      move(args, [6], from * at(args, 11));
      args[7] = to - from;
    }
  },
};

/** Nanoseconds of a convolution, the gathering of its patches included. */
function convolving(geometry: Arguments): number {
  const [rows, , , inChannels, outChannels, kernel, , , outHeight, outWidth] = geometry as [number, ...number[]];
  return rows * outHeight! * outWidth! * kernel! ** 2 * inChannels! * (outChannels! / SPEED + 0.3);
}

/** Cut by columns of the filters: then no part gathers patches for another one. */
const weightGradient: Cut = {
  ...{ name: 'convolveWeightGradient', setter: 'setConvolution', grain: 1 },
  units: (args) => at(args, 4),
  work: (args) => convolving(args.slice(5)),
  narrow(args, from, to) {
    args[3] = from;
    args[4] = to;
  },
};

function pooling(geometry: Arguments): number {
  const [rows, , , channels, kernel, , , outHeight, outWidth] = geometry as [number, ...number[]];
  return rows * outHeight! * outWidth! * channels! * kernel! ** 2 * 0.3;
}

/** Every kernel that can be cut. Threads know one by its place here. */
export const CUTS: readonly Cut[] = [
  product,
  images('convolve', 'setConvolution', { input: [0], output: [3] }, convolving),
  images('convolveInputGradient', 'setConvolution', { input: [2], output: [0] }, convolving),
  weightGradient,
  images('maxPool', 'setPooling', { input: [0], output: [1, 2] }, pooling),
  images('maxPoolGradient', 'setPooling', { input: [2], output: [0, 1] }, pooling),
  images('averagePool', 'setPooling', { input: [0], output: [1] }, pooling),
  images('averagePoolGradient', 'setPooling', { input: [1], output: [0] }, pooling),
  samples('globalAverage', 2, [[[0], (a) => at(a, 3) * at(a, 4)], [[1], (a) => at(a, 4)]], 0.3), // prettier-ignore
  samples('globalAverageGradient', 2, [[[1], (a) => at(a, 3) * at(a, 4)], [[0], (a) => at(a, 4)]], 0.3), // prettier-ignore
  samples('gatherRows', 2, [[[4], (a) => at(a, 3)], [[1], () => 1]], 0.2), // prettier-ignore

  columns('sumRows', 2, 0.4),
  columns('columnMoments', 3, 0.8),
  columns('affineGradient', 4, 0.8),
  columns('columnMaximumGradient', 5, 0.8),
  rows('affine', 4, [0, 3], 0.15),
  rows('standardize', 4, [0, 3], 0.15),
  rows('standardizeGradient', 7, [0, 1, 6], 0.2),
  rows('columnMaximum', 3, [0, 2], 0.15),

  groups('groupMoments', 3, [0], [1, 2], 0.8),
  groups('groupMeanSquares', 2, [0], [1], 0.4),
  groups('groupScale', 4, [0, 3], [1, 2], 0.15),
  groups('groupSums', 4, [0, 1], [2, 3], 0.8),
  groups('groupCombine', 6, [0, 2, 5], [1, 3, 4], 0.2),

  ...(['sigmoid', 'tanh', 'elu', 'gelu', 'silu', 'softplus'] as const).flatMap((name) => [
    numbers(name, [0, 1], 2, 0.7),
    numbers(`${name}Backward`, [0, 1, 2], 3, name === 'sigmoid' || name === 'tanh' ? 0.15 : 0.7),
  ]),
  ...(['relu', 'leakyRelu'] as const).flatMap((name) => [
    numbers(name, [0, 1], 2, 0.1),
    numbers(`${name}Backward`, [0, 1, 2], 3, 0.15),
  ]),
  numbers('scaledActivation', [1, 4], 5, 0.7),

  numbers('fill', [0], 2, 0.05),
  numbers('copy', [0, 1], 2, 0.1),
  numbers('addNumbers', [0, 1, 2], 3, 0.15),
  numbers('multiplyNumbers', [0, 1, 2], 3, 0.15),
  numbers('scale', [0, 2], 3, 0.1),
  numbers('addScaled', [0, 2], 3, 0.15),

  numbers('sgdMomentum', [0, 1, 2], 5, 0.25),
  numbers('sgd', [0, 1], 3, 0.2),
  numbers('rmsProp', [0, 1, 2, 3], 4, 0.5),
  numbers('adam', [0, 1, 2, 3], 4, 0.5, 'setAdam'),
  numbers('adamDirection', [0, 1, 2, 3, 4], 5, 0.5, 'setAdam'),
  numbers('adagrad', [0, 1, 2], 3, 0.5),
];
