/** Small Hessian problems for tests: a network with random weights, data and targets on dual kernels. */
import { createDualKernels } from '../../engine/kernels/dual.ts';
import { hasPopulation } from '../../engine/layers/layer.ts';
import { createLoss } from '../../engine/losses/create.ts';
import { compileModel } from '../../engine/model.ts';
import { addScaled, dot, normalize } from '../../engine/probes/hessian/operator.ts';
import { openHessian, type Hessian, type HessianProblem } from '../../engine/probes/hessian/hessian.ts';
import { stream } from '../../engine/random.ts';
import { RunSpec } from '../../engine/spec/schema.ts';
import type { Network } from './every-layer.ts';
import { lossOf } from './specs.ts';

const CLASSES = 3;

/** The problem of `network` with `batches` batches of `rows` samples, after two training passes over other samples. */
export function hessianProblem(
  { shape, model: input, loss: kind = 'cross-entropy' }: Network,
  statistics: HessianProblem['statistics'],
  { rows = 6, batches = 1, seed = 5, spread = 0.3 } = {},
): HessianProblem {
  const kernels = createDualKernels();
  const { model: spec } = RunSpec.parse({ model: input });
  const random = stream(seed, 'hessian test');
  const sizes = { shape, outputs: CLASSES, capacity: rows };
  const model = compileModel(kernels, spec, sizes, { initialization: random });
  for (const { value, size } of model.parameters)
    for (let i = 0; i < size; i++) value.data[i]! += spread * random.normal();
  const draw = () => {
    const x = kernels.allocate(rows * shape.reduce((a, b) => a * b, 1));
    for (let i = 0; i < x.size; i++) x.data[i] = 0.5 + random.normal();
    const labels = Int32Array.from({ length: rows }, () => random.int(CLASSES));
    return { x, rows, labels, targets: new Float32Array() };
  };
  model.forward(draw().x, rows, 'train');
  model.forward(draw().x, rows, 'train');
  for (const layer of model.layers.filter(hasPopulation)) {
    layer.resetPrecise();
    layer.averagePrecise(1, rows);
  }
  const loss = createLoss(kernels, lossOf(kind), CLASSES, rows);
  return { model, loss, statistics, batches: Array.from({ length: batches }, draw) };
}

/** Moves everything that is learned by `step` along v. */
export function move(hessian: Hessian, v: Float64Array, step: number): void {
  let at = 0;
  for (const { value, size } of hessian.parameters) for (let i = 0; i < size; i++) value.data[i]! += step * v[at++]!;
}

/** Normal numbers that are always the same for a seed. */
export function normals(size: number, seed: number): Float64Array {
  const random = stream(seed, 'normals');
  return Float64Array.from({ length: size }, () => random.normal());
}

export const product = (hessian: Hessian, v: Float64Array): Float64Array => {
  const out = new Float64Array(hessian.size);
  hessian.multiply(v, out);
  return out;
};

export { openHessian };

/** Runs a generator to its end. */
export function finish<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** A symmetric matrix with these eigenvalues, in a random basis. */
export function matrixWith(eigenvalues: readonly number[], seed: number) {
  const n = eigenvalues.length;
  const basis: Float64Array[] = [];
  for (let i = 0; i < n; i++) {
    const q = normals(n, seed + i);
    for (let round = 0; round < 2; round++) for (const b of basis) addScaled(b, -dot(b, q), q);
    normalize(q);
    basis.push(q);
  }
  return {
    size: n,
    multiply(v: Float64Array, out: Float64Array): void {
      out.fill(0);
      basis.forEach((q, i) => addScaled(q, eigenvalues[i]! * dot(q, v), out));
    },
  };
}
