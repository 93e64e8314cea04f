/**
 * The engine in two minutes: read this file first.
 *
 * A dataset, a specification, a set of kernels: that is a run. The network below is small enough to follow by hand, and
 * what batch normalization promises can be seen in its numbers.
 */
import { expect, it } from 'vitest';
import { loadKernels } from '../../../engine/kernels/load.ts';
import { compileModel } from '../../../engine/model.ts';
import { stream } from '../../../engine/random.ts';
import { RunSpec } from '../../../engine/spec/schema.ts';
import { createTraining, type Ending } from '../../../engine/train.ts';
import { clusters } from '../../support/small-dataset.ts';

const spec = RunSpec.parse({
  model: { hidden: [4], activation: 'sigmoid', normalization: { type: 'batch' } },
  training: { steps: 200, batchSize: 20 },
});

it('standardizes what enters the activation, whatever comes in', async () => {
  const kernels = await loadKernels('reference');
  const shape = { shape: [5], outputs: 3, capacity: 20 };
  const model = compileModel(kernels, spec.model, shape, { initialization: stream(1, 'initialization') });
  expect(model.layers.map((layer) => layer.info.name)).toEqual(['dense1', 'norm1', 'activation1', 'dense2']);

  const random = stream(2, 'inputs');
  const x = kernels.allocate(20 * 5);
  for (let i = 0; i < x.size; i++) x.data[i] = 1000 + 50 * random.normal();
  model.forward(x, 20, 'train');

  const unit = Array.from(model.layers[1]!.output.data).filter((_, i) => i % 4 === 0);
  const mean = unit.reduce((a, b) => a + b, 0) / 20;
  const variance = unit.reduce((sum, z) => sum + (z - mean) ** 2, 0) / 20;
  expect(mean).toBeCloseTo(0, 9);
  expect(variance).toBeCloseTo(1, 6);
});

it('learns three clusters', async () => {
  const training = createTraining({ spec, dataset: clusters(300, 4), kernels: await loadKernels('wasm') });
  let ending: Ending | null = null;
  while (ending === null) ending = training.advance();
  expect(ending.status).toBe('completed');
  expect(ending.summary['test.accuracy']).toBeGreaterThan(0.9);
});
