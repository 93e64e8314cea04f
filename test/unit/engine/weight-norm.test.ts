/** Weight normalization that starts from the first batch (Salimans and Kingma 2016, section 3), in whole networks. */
import { describe, expect, it } from 'vitest';
import type { Kernels, Tensor } from '../../../engine/kernels/kernels.ts';
import { compileModel } from '../../../engine/model.ts';
import { stream } from '../../../engine/random.ts';
import { channelsOf } from '../../../engine/spec/plan.ts';
import { RunSpec, type ModelInput } from '../../../engine/spec/schema.ts';
import { KERNEL_SETS, load } from '../../support/kernel-sets.ts';

const ROWS = 40;
const reparameterization = { type: 'weight-norm', initialization: 'data' } as const;
const plain = { reparameterization, normalization: { type: 'none' } } as const;
const dense: ModelInput = { hidden: [5, 4], activation: 'tanh', ...plain };
const images: ModelInput = { kind: 'cnn', channels: [3, 4], activation: 'tanh', ...plain };

function build(kernels: Kernels, model: ModelInput, shape: number[]) {
  const { model: spec } = RunSpec.parse({ model });
  const size = shape.reduce((a, b) => a * b, 1);
  const network = compileModel(
    kernels,
    spec,
    { shape, outputs: 3, capacity: ROWS },
    { initialization: stream(1, 'initialization') },
  );
  const batch = (seed: number): Tensor => {
    const random = stream(seed, 'data');
    const x = kernels.allocate(ROWS * size);
    for (let i = 0; i < x.size; i++) x.data[i] = 3 + 2 * random.normal();
    return x;
  };
  const layer = (name: string) => network.layers.find(({ info }) => info.name === name)!;
  const numbers = (name: string): number[] =>
    Array.from(network.parameters.find((parameter) => parameter.name === name)!.value.data);
  return { network, batch, layer, numbers };
}

/** Mean and variance of each unit or channel of a layer's last output. */
function momentsOf(output: Tensor, channels: number): { mean: number; variance: number }[] {
  const count = output.size / channels;
  return Array.from({ length: channels }, (_, c) => {
    const values = Array.from({ length: count }, (_, i) => output.data[i * channels + c]!);
    const mean = values.reduce((a, b) => a + b, 0) / count;
    return { mean, variance: values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / count };
  });
}

describe.each(KERNEL_SETS)('on $name kernels', ({ name }) => {
  const digits = name === 'wasm' ? 4 : 9;

  it.each([
    ['dense', dense, [6], ['dense1', 'dense2']],
    ['convolutional', images, [2, 6, 6], ['conv1', 'conv2']],
  ] as const)('every %s unit starts with mean 0 and variance 1', async (_title, model, shape, names) => {
    const { network, batch, layer, numbers } = build(await load(name), model, [...shape]);
    const x = batch(1);
    network.forward(x, ROWS, 'train');
    for (const one of names)
      for (const { mean, variance } of momentsOf(layer(one).output, channelsOf(layer(one).info.shape))) {
        expect(mean, one).toBeCloseTo(0, digits);
        expect(variance, one).toBeCloseTo(1, digits);
      }
    // Once and for all: another batch changes nothing.
    const before = names.map((one) => [numbers(`${one}.weight_g`), numbers(`${one}.bias`)]);
    network.forward(batch(2), ROWS, 'train');
    expect(names.map((one) => [numbers(`${one}.weight_g`), numbers(`${one}.bias`)])).toEqual(before);
  });

  it('fits in training only, and leaves the output layer as it was drawn', async () => {
    const { network, batch, numbers } = build(await load(name), dense, [6]);
    const [lengths, weight] = [numbers('dense1.weight_g'), numbers('dense3.weight')];
    for (const mode of ['batch', 'running'] as const) network.forward(batch(1), ROWS, mode);
    expect(numbers('dense1.weight_g')).toEqual(lengths);
    network.forward(batch(1), ROWS, 'train');
    expect(numbers('dense1.weight_g')).not.toEqual(lengths);
    expect(numbers('dense3.weight')).toEqual(weight);
  });

  it('fits only lengths where layers have no bias', async () => {
    const model = { ...dense, normalization: { type: 'batch' as const } };
    const { network, batch, layer } = build(await load(name), model, [6]);
    network.forward(batch(1), ROWS, 'train');
    expect(network.parameters.map((parameter) => parameter.name)).not.toContain('dense1.bias');
    for (const { mean, variance } of momentsOf(layer('dense1').output, 5)) {
      expect(variance).toBeCloseTo(1, digits);
      expect(Math.abs(mean)).toBeGreaterThan(1e-3);
    }
  });

  it('keeps what a unit that does not vary was drawn with, and waits for a batch that is finite', async () => {
    const kernels = await load(name);
    const { network, batch, layer, numbers } = build(kernels, dense, [6]);
    const lengths = numbers('dense1.weight_g');
    const broken = batch(1);
    broken.data[0] = NaN;
    network.forward(broken, ROWS, 'train');
    expect(numbers('dense1.weight_g')).toEqual(lengths);
    // One unit sees nothing but the first input, which is the same in all samples.
    network.parameters[1]!.value.data.set([1, 0, 0, 0, 0, 0]);
    const x = batch(1);
    for (let row = 0; row < ROWS; row++) x.data[row * 6] = 2;
    network.forward(x, ROWS, 'train');
    expect(numbers('dense1.weight_g')[0]).toBe(lengths[0]);
    expect(numbers('dense1.bias')[0]).toBe(0);
    momentsOf(layer('dense1').output, 5).forEach(({ variance }, unit) => {
      expect(variance).toBeCloseTo(unit === 0 ? 0 : 1, digits);
    });
  });
});
