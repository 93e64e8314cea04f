/** What an optimizer offers, and what all of them share. Which one a specification asks for: create.ts. */
import type { Kernels } from '../kernels/kernels.ts';
import type { LayerState, Parameter, ParameterRole } from '../layers/layer.ts';
import type { OptimizerSpec } from '../spec/schema.ts';

export interface Optimizer {
  /** Moves every parameter that is not frozen along its gradient, with this learning rate. */
  update(rate: number): void;
  /** What it remembers between updates; names begin with that of the parameter. */
  readonly state: readonly LayerState[];
}

/** The options of one optimizer. */
export type OptimizerOf<T extends OptimizerSpec['type']> = Extract<OptimizerSpec, { type: T }>;

/** Weight decay for a parameter of that role. */
export function decayOf({ weightDecay, decayNormalization, decayBias }: OptimizerSpec, role: ParameterRole): number {
  switch (role) {
    case 'weight':
      return weightDecay;
    case 'bias':
      return decayBias ? weightDecay : 0;
    case 'normalization':
      return decayNormalization ? weightDecay : 0;
    default:
      return role satisfies never;
  }
}

/** One remembered number for each of a parameter's, under the parameter's name and `what`. */
export const remember = (kernels: Kernels, { name, size }: Parameter, what: string): LayerState => ({
  name: `${name}.${what}`,
  value: kernels.allocate(size),
  size,
});
