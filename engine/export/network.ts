/**
 * A trained network as exports take it: its plan, and the layers that hold its numbers. Here it is rebuilt from another
 * plan and other numbers: with weights as they are used, or with normalizers folded away (fold.ts).
 */
import type { Kernels } from '../kernels/kernels.ts';
import { compilePlans, type Model } from '../model.ts';
import { stream } from '../random.ts';
import { createWeight } from '../reparameterization/create.ts';
import { channelsOf, sizeOf, type ConvolutionPlan, type DensePlan, type LayerPlan } from '../spec/plan.ts';
import type { ModelSpec } from '../spec/schema.ts';

export interface Network {
  spec: ModelSpec;
  plans: readonly LayerPlan[];
  /** Compiled from `plans`. */
  model: Model;
}

/** What parameters and states hold, by name (`dense1.weight`), in the order in which the layers have it. */
export type NumbersByName = Map<string, ArrayLike<number>>;

/** Copies of all parameters and states. */
export function numbersOf({ layers }: Model): NumbersByName {
  const arrays = layers.flatMap((layer) => [...layer.parameters, ...layer.state]);
  return new Map(arrays.map(({ name, value, size }) => [name, Array.from({ length: size }, (_, i) => value.data[i]!)]));
}

/** A network of that plan with those numbers, for at most `capacity` samples in a pass. */
export function buildNetwork(
  kernels: Kernels,
  spec: ModelSpec,
  plans: readonly LayerPlan[],
  numbers: NumbersByName,
  capacity = 1,
): Network {
  const shape = { outputs: sizeOf(plans.at(-1)!.shape), capacity };
  const model = compilePlans(kernels, plans, quickly(spec), shape, { initialization: stream(0, 'initialization') });
  for (const { name, value } of model.layers.flatMap((layer) => [...layer.parameters, ...layer.state]))
    value.data.set(Array.from(numbers.get(name)!));
  return { spec, plans, model };
}

/** The same network with initial weights that are cheap to draw: they are overwritten. */
const quickly = (spec: ModelSpec): ModelSpec => ({ ...spec, initializer: { type: 'uniform', limit: 1 } });

export type WeightedPlan = DensePlan | ConvolutionPlan;

export const isWeighted = (plan: LayerPlan | undefined): plan is WeightedPlan =>
  plan?.kind === 'dense' || plan?.kind === 'conv2d';

/** Weights of a unit: the inputs of a dense layer, the window of a filter. */
export const fanIn = (plan: WeightedPlan): number =>
  plan.kind === 'dense' ? sizeOf(plan.inputShape) : channelsOf(plan.inputShape) * plan.kernel ** 2;

/** `plans` with `change` made to every chain of layers, those inside residual blocks first. */
export function mapChains(
  plans: readonly LayerPlan[],
  change: (chain: readonly LayerPlan[]) => LayerPlan[],
): LayerPlan[] {
  return change(
    plans.map((plan) =>
      plan.kind === 'residual'
        ? { ...plan, branch: mapChains(plan.branch, change), shortcut: mapChains(plan.shortcut, change) }
        : plan,
    ),
  );
}

/**
 * The plan without reparameterization; puts the weights as the layers use them in place of what is learned instead
 * (`dense1.weight` for `dense1.weight_g` and `dense1.weight_v`).
 */
export function withPlainWeights(kernels: Kernels, { spec, plans }: Network, numbers: NumbersByName): LayerPlan[] {
  if (spec.reparameterization.type === 'none') return [...plans];
  return mapChains(plans, (chain) =>
    chain.map((plan) => {
      if (!isWeighted(plan) || !plan.hidden) return plan;
      const [units, width] = [channelsOf(plan.shape), fanIn(plan)];
      const context = { kernels, capacity: 1, batch: 1, initialization: stream(0, 'initialization') };
      const shape = { units, fanIn: width, fanOut: units };
      const weight = createWeight(
        { ...context, dropout: context.initialization },
        plan.name,
        shape,
        plan,
        quickly(spec),
      );
      for (const { name, value } of weight.parameters) value.data.set(Array.from(numbers.get(name)!));
      weight.refresh();
      for (const { name } of [...weight.parameters, ...weight.state]) numbers.delete(name);
      numbers.set(`${plan.name}.weight`, weight.effective.data.slice(0, units * width));
      return { ...plan, hidden: false, parameters: units * width + (plan.bias ? units : 0) };
    }),
  );
}
