/** Adds layers to a plan one by one: follows the shape, counts names and parameters. Which layers: plan-networks.ts. */
import { isLayer, learnedNumbers, NORMALIZER_KINDS } from './normalizers.ts';
import { channelShape, channelsOf, PlanError, positionsOf, sizeOf } from './plan.ts';
import { PLANS, type NeedsImages } from './together-words.ts';
import type { LayerPlan, NormalizationPlan } from './plan.ts';
import type { Activation, ModelSpec } from './schema.ts';

type Weights = { bias: boolean; biasInitial: number; weightFactor?: number; hidden?: boolean };

/** A plan in the making. Names count from 1 under `prefix`; blocks have builders of their own. */
export class PlanBuilder {
  readonly plans: LayerPlan[] = [];
  readonly #model: ModelSpec;
  readonly #prefix: string;
  readonly #counts = new Map<string, number>();
  shape: number[];

  constructor(model: ModelSpec, shape: readonly number[], prefix = '') {
    this.#model = model;
    this.#prefix = prefix;
    this.shape = [...shape];
  }

  /** `dense1`, `dense2`, ... */
  name(stem: string): string {
    const number = (this.#counts.get(stem) ?? 0) + 1;
    this.#counts.set(stem, number);
    return `${this.#prefix}${stem}${number}`;
  }

  push(plan: LayerPlan): void {
    this.plans.push(plan);
    this.shape = plan.shape;
  }

  dense(outputs: number, { bias, biasInitial, weightFactor = 1, hidden = true }: Weights): void {
    const inputs = sizeOf(this.shape);
    this.push({
      name: this.name('dense'),
      kind: 'dense',
      inputShape: this.shape,
      shape: [outputs],
      parameters: inputs * outputs + (bias ? outputs : 0) + this.#reparameterized(hidden, outputs, inputs),
      ...{ bias, biasInitial, weightFactor, hidden },
    });
  }

  convolution(
    channels: number,
    at: { kernel: number; stride: number; padding: number; path: string },
    { bias, biasInitial, weightFactor = 1 }: Weights,
    stem = 'conv',
  ): void {
    const [inputs, height, width] = this.image(at.path, 'convolution');
    const { kernel, stride, padding } = at;
    const out = (length: number): number => Math.floor((length + 2 * padding - kernel) / stride) + 1;
    if (out(height) < 1 || out(width) < 1)
      throw new PlanError(at.path, PLANS['kernel-too-large']({ kernel, height, width }));
    const fanIn = inputs * kernel * kernel;
    this.push({
      name: this.name(stem),
      kind: 'conv2d',
      inputShape: this.shape,
      shape: [channels, out(height), out(width)],
      parameters: channels * (fanIn + (bias ? 1 : 0)) + this.#reparameterized(true, channels, fanIn),
      ...{ kernel, stride, padding, bias, biasInitial, weightFactor, hidden: true },
    });
  }

  /** The normalization of the model, where it is a layer. */
  normalize(): void {
    const norm = this.#model.normalization;
    if (!isLayer(norm)) return;
    const channels = channelsOf(this.shape);
    if (norm.type === 'group' && channels % norm.groups !== 0)
      throw new PlanError('model.normalization.groups', PLANS['groups-of-channels']({ groups: norm.groups, channels }));
    if (norm.type === 'instance' && positionsOf(this.shape) === 1)
      throw new PlanError('model.normalization.type', PLANS['instance-of-one-position']());
    const plan: NormalizationPlan = {
      name: this.name('norm'),
      kind: NORMALIZER_KINDS[norm.type],
      inputShape: this.shape,
      shape: this.shape,
      parameters: learnedNumbers(norm, channelShape(this.shape)),
      normalization: norm,
    };
    this.push(plan);
  }

  activate(activation: Activation = this.#model.activation): void {
    const kind = 'activation';
    this.push({ ...this.#same('activation', kind), kind, activation });
  }

  dropout(rate: number): void {
    if (rate > 0) this.push({ ...this.#same('dropout', 'dropout'), kind: 'dropout', rate });
  }

  scalar(operation: 'shift' | 'scale', initial: number): void {
    const kind = 'scalar';
    this.push({ ...this.#same(operation, kind), kind, operation, initial, parameters: 1 });
  }

  pool(
    kind: 'max-pool' | 'average-pool',
    { size, stride, path }: { size: number; stride: number; path: string },
  ): void {
    const [channels, height, width] = this.image(path, 'pooling');
    if (height < size || width < size) throw new PlanError(path, PLANS['window-too-large']({ size, height, width }));
    const out = (length: number): number => Math.floor((length - size) / stride) + 1;
    const shape = [channels, out(height), out(width)];
    this.push({ name: this.name('pool'), kind, inputShape: this.shape, shape, parameters: 0, size, stride });
  }

  globalAverage(path: string): void {
    const [channels] = this.image(path, 'global-average-pooling');
    const kind = 'global-average-pool';
    this.push({ name: this.name('pool'), kind, inputShape: this.shape, shape: [channels], parameters: 0 });
  }

  flatten(): void {
    if (this.shape.length === 1) return;
    const shape = [sizeOf(this.shape)];
    this.push({ name: this.name('flatten'), kind: 'flatten', inputShape: this.shape, shape, parameters: 0 });
  }

  /** The shape here as that of an image; throws PlanError where it is none. */
  image(path: string, who: NeedsImages): [channels: number, height: number, width: number] {
    if (this.shape.length === 3) return this.shape as [number, number, number];
    throw new PlanError(path, PLANS['needs-images']({ who, shape: this.shape }));
  }

  #same(stem: string, kind: LayerPlan['kind']) {
    return { name: this.name(stem), kind, inputShape: this.shape, shape: this.shape, parameters: 0 };
  }

  /** Lengths that weight normalization learns, one a unit. Refuses to standardize units with a single weight. */
  #reparameterized(hidden: boolean, units: number, fanIn: number): number {
    const { type } = this.#model.reparameterization;
    if (hidden && type === 'weight-standardization' && fanIn === 1)
      throw new PlanError('model.reparameterization.type', PLANS['one-weight']());
    return hidden && type === 'weight-norm' ? units : 0;
  }
}
