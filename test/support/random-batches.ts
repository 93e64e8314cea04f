/** Random batches for property tests of normalizers, and a training pass over one with its gradients. */
import fc from 'fast-check';
import { createReferenceKernels } from '../../engine/kernels/reference.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import type { Layer } from '../../engine/layers/layer.ts';
import { stream } from '../../engine/random.ts';
import { sizeOf } from '../../engine/spec/plan.ts';
import { tensor } from './kernel-sets.ts';
import { normalizer } from './specs.ts';

export type Normalization = Parameters<typeof normalizer>[1];
export const reference = createReferenceKernels();

export interface Batch {
  /** Of one sample: [units] or [channels, height, width]. */
  shape: number[];
  /** Divides the units or channels. */
  groups: number;
  rows: number;
  x: Float64Array;
  dy: Float64Array;
  /** Another order of the rows. */
  order: Int32Array;
  seed: number;
}

/** Samples of random shape whose groups hold two values at least; images have several positions. */
export const batches = (
  images: boolean,
  { least = 1, most = 6 }: { least?: number; most?: number } = {},
): fc.Arbitrary<Batch> =>
  fc
    .record({
      groups: fc.integer({ min: 1, max: 4 }),
      width: fc.integer({ min: images ? 1 : 2, max: 5 }),
      height: fc.integer({ min: 1, max: 4 }),
      rows: fc.integer({ min: least, max: most }),
      seed: fc.integer(),
    })
    .map(({ groups, width, height, rows, seed }) => {
      const shape = images ? [groups * width, height, 3] : [groups * width];
      const random = stream(seed, 'batch');
      const size = rows * sizeOf(shape);
      const order = Int32Array.from({ length: rows }, (_, i) => i);
      random.shuffle(order);
      const numbers = (shift: number) => Float64Array.from({ length: size }, () => shift + random.normal());
      return { shape, groups, rows, order, seed, x: numbers(random.normal()), dy: numbers(0) };
    });

/** A layer whose learned numbers are not the initial ones. */
export function build(
  normalization: Normalization,
  { shape, rows, seed }: Pick<Batch, 'shape' | 'rows' | 'seed'>,
  on: Kernels = reference,
): Layer {
  const layer = normalizer(on, normalization, shape, rows);
  const random = stream(seed, 'learned');
  for (const { value, size } of layer.parameters) for (let i = 0; i < size; i++) value.data[i]! += random.normal();
  return layer;
}

export interface Pass {
  y: number[];
  dx: number[];
  gradients: number[][];
}

/** Forward in mode train, and backward. */
export function pass(layer: Layer, { x, dy, shape }: Pick<Batch, 'x' | 'dy' | 'shape'>, on: Kernels = reference): Pass {
  const size = x.length;
  const y = Array.from(layer.forward(tensor(on, x), size / sizeOf(shape), 'train').data).slice(0, size);
  const dx = Array.from(layer.backward(tensor(on, dy), size / sizeOf(shape))!.data).slice(0, size);
  return { y, dx, gradients: layer.parameters.map(({ gradient }) => Array.from(gradient.data)) };
}

/** Running statistics and counts of a layer. */
export const stateOf = (layer: Layer): number[] => layer.state.flatMap(({ value }) => Array.from(value.data));

/** The numbers of some rows, each `size` long. */
export const rowsOf = (x: ArrayLike<number>, rows: Iterable<number>, size: number): Float64Array =>
  Float64Array.from([...rows].flatMap((row) => Array.from(x).slice(row * size, (row + 1) * size)));
