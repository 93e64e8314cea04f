/** Networks whose learned numbers and running statistics are not the initial ones, as after training. */
import type { Network } from '../../engine/export/network.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { compilePlans } from '../../engine/model.ts';
import { stream } from '../../engine/random.ts';
import { sizeOf } from '../../engine/spec/plan.ts';
import { planModel } from '../../engine/spec/plan-networks.ts';
import { RunSpec, type RunSpecInput } from '../../engine/spec/schema.ts';

export type ModelInput = { kind: string } & Record<string, unknown>;

/** A network with three outputs. Parameters and statistics are moved at random, the latter then by some batches too. */
export function trainedNetwork(
  kernels: Kernels,
  input: ModelInput,
  shape: readonly number[],
  capacity: number,
  seed: number,
): Network {
  const { model: spec } = RunSpec.parse({
    ...{ model: input, loss: { type: 'mean-squared-error' }, training: { batchSize: 60 } },
  } as RunSpecInput);
  const plans = planModel(spec, shape, 3);
  const streams = { initialization: stream(seed, 'initialization'), dropout: stream(seed, 'dropout') };
  const model = compilePlans(kernels, plans, spec, { outputs: 3, capacity }, streams);
  const random = stream(seed, 'learned');
  for (const { name, value, size } of model.parameters)
    for (let i = 0; i < size; i++) value.data[i]! += (/gamma|weight/.test(name) ? 0.3 : 0.5) * random.normal();
  for (const { name, value, size } of model.layers.flatMap((layer) => layer.state))
    for (let i = 0; i < size; i++)
      if (name.endsWith('.running_mean')) value.data[i] = random.normal();
      else if (/\.running_(var|std)$/.test(name)) value.data[i] = 0.2 + 2 * random.uniform();
  const x = kernels.allocate(capacity * sizeOf(shape));
  for (let step = 1; step <= 4; step++) {
    for (let i = 0; i < x.size; i++) x.data[i] = random.normal();
    model.beginStep(step);
    model.forward(x, capacity, 'train');
  }
  return { spec, plans, model };
}
