/** Networks whose learned numbers and running statistics are not the initial ones, as after training. */
import type { Network } from '../../engine/export/network.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import { compilePlans } from '../../engine/model.ts';
import { stream, type Random } from '../../engine/random.ts';
import { planModel } from '../../engine/spec/plan-networks.ts';
import { RunSpec, type RunSpecInput } from '../../engine/spec/schema.ts';

export type ModelInput = { kind: string } & Record<string, unknown>;

/** Moves every parameter and every running statistic of a network with three outputs. */
export function trainedNetwork(
  kernels: Kernels,
  input: ModelInput,
  shape: readonly number[],
  capacity: number,
  seed: number,
): Network {
  const { model: spec } = RunSpec.parse({ model: input, training: { batchSize: 60 } } as RunSpecInput);
  const plans = planModel(spec, shape, 3);
  const streams = { initialization: stream(seed, 'initialization') };
  const model = compilePlans(kernels, plans, spec, { outputs: 3, capacity }, streams);
  const random = stream(seed, 'learned');
  for (const { name, value, size } of model.parameters)
    for (let i = 0; i < size; i++) value.data[i]! += (/gamma|weight/.test(name) ? 0.3 : 0.5) * random.normal();
  for (const layer of model.layers)
    for (const { name, value, size } of layer.state) move(name, value.data, size, random);
  return { spec, plans, model };
}

function move(name: string, data: Record<number, number>, size: number, random: Random): void {
  for (let i = 0; i < size; i++)
    if (name.endsWith('.running_mean')) data[i] = random.normal();
    else if (/\.running_(var|std)$/.test(name)) data[i] = 0.2 + 2 * random.uniform();
    else if (name.endsWith('.batches')) data[i] = i === 0 ? 7 : 0;
}
