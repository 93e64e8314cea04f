/** The dual kernels: their values are those of the reference kernels bit for bit, in every network. Tangents: ../hessian. */
import { describe, expect, it } from 'vitest';
import { createDualKernels, dual } from '../../../../engine/kernels/dual.ts';
import type { Kernels } from '../../../../engine/kernels/kernels.ts';
import { createReferenceKernels } from '../../../../engine/kernels/reference.ts';
import { createLoss } from '../../../../engine/losses/create.ts';
import { compileModel } from '../../../../engine/model.ts';
import { stream } from '../../../../engine/random.ts';
import { RunSpec } from '../../../../engine/spec/schema.ts';
import { NETWORKS, type Network } from '../../../support/every-layer.ts';
import { lossOf } from '../../../support/specs.ts';

const ROWS = 6;
const CLASSES = 3;

/** Outputs, loss and gradients after a pass, with random tangents where the kernels have some. */
function pass(kernels: Kernels, { shape, model: input, loss: kind = 'cross-entropy' }: Network): Float64Array[] {
  const { model: spec } = RunSpec.parse({ model: input });
  const random = stream(3, 'dual');
  const sizes = { shape, outputs: CLASSES, capacity: ROWS };
  const model = compileModel(kernels, spec, sizes, { initialization: random });
  for (const { value, size } of model.parameters)
    for (let i = 0; i < size; i++) value.data[i]! += 0.3 * random.normal();
  const x = kernels.allocate(ROWS * shape.reduce((a, b) => a * b, 1));
  for (let i = 0; i < x.size; i++) x.data[i] = random.normal();
  const labels = Int32Array.from({ length: ROWS }, () => random.int(CLASSES));
  for (const { value, size } of model.parameters)
    for (let i = 0; i < size; i++) {
      const tangent = random.normal();
      if (kernels.name === 'dual') dual(value).tangent[i] = tangent;
    }
  const targets = { labels, targets: new Float32Array() };
  const loss = createLoss(kernels, lossOf(kind), CLASSES, ROWS);
  const results: Float64Array[] = [];
  for (const mode of ['train', 'batch', 'running'] as const) {
    const y = model.forward(x, ROWS, mode);
    results.push(Float64Array.from(y.data), Float64Array.of(loss.value(y, targets, ROWS)));
    model.backward(loss.gradient(y, targets, ROWS), ROWS);
    for (const { gradient } of model.parameters) results.push(Float64Array.from(gradient.data));
  }
  return results;
}

describe('dual kernels', () => {
  it.each(NETWORKS.map((network) => ({ ...network, title: network.name })))(
    'have the bits of the reference kernels: $title',
    (network) => {
      expect(pass(createDualKernels(), network)).toEqual(pass(createReferenceKernels(), network));
    },
  );

  it('refuse to train and tensors of other kernels', () => {
    const kernels = createDualKernels();
    const own = kernels.allocate(2);
    expect(() => kernels.sgd(own, own, 0.1, 2)).toThrow('The dual kernels do not train');
    expect(() => kernels.fill(createReferenceKernels().allocate(2), 1)).toThrow('it has no tangent');
    expect(() => kernels.slice(own, 1, 2)).toThrow('slice of 2 from 1 does not fit in a tensor of 2');
  });

  it('copy, cut and gather tangents with the values', () => {
    const kernels = createDualKernels();
    const source = dual(kernels.allocate(6));
    source.data.set([1, 2, 3, 4, 5, 6]);
    source.tangent.set([10, 20, 30, 40, 50, 60]);
    const out = dual(kernels.allocate(4));
    kernels.gatherRows(source, Int32Array.of(2, 0), 2, 2, out);
    expect(Array.from(out.tangent)).toEqual([50, 60, 10, 20]);
    expect(Array.from(dual(kernels.slice(source, 2, 3)).tangent)).toEqual([30, 40, 50]);
    const copy = dual(kernels.allocate(6));
    kernels.copy(source, copy);
    expect(copy.tangent).toEqual(source.tangent);
    kernels.fill(copy, 7);
    expect(Array.from(copy.tangent)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
