/** From the choices of a model to the weights of a layer: as they are drawn, or one case for each reparameterization. */
import { initialize } from '../initializers/initializers.ts';
import { createParameter, type LayerContext } from '../layers/layer.ts';
import type { InitializerSpec, ReparameterizationSpec } from '../spec/schema.ts';
import { createWeightNorm } from './weight-norm.ts';
import { createWeightStandardization } from './weight-standardization.ts';
import type { Weight, WeightShape } from './weight.ts';

/** The choices of the model that concern weights. */
export interface WeightOptions {
  initializer: InitializerSpec;
  reparameterization: ReparameterizationSpec;
}

/** Weights for a layer called `layer`, drawn from the initializer and multiplied by `weightFactor`. */
export function createWeight(
  context: LayerContext,
  layer: string,
  shape: WeightShape,
  { weightFactor, hidden }: { weightFactor: number; hidden: boolean },
  { initializer, reparameterization }: WeightOptions,
): Weight {
  const { kernels, initialization } = context;
  const spec: ReparameterizationSpec = hidden ? reparameterization : { type: 'none' };
  switch (spec.type) {
    case 'none': {
      const weight = createParameter(kernels, `${layer}.weight`, 'weight', shape.units * shape.fanIn);
      initialize(weight.value, initializer, shape, weightFactor, initialization);
      const { value, gradient } = weight;
      return {
        parameters: [weight],
        state: [],
        effective: value,
        gradient,
        refresh: nothing,
        fit: null,
        backward: nothing,
      };
    }
    case 'weight-norm':
      return createWeightNorm(context, layer, shape, weightFactor, initializer, spec);
    case 'weight-standardization':
      return createWeightStandardization(context, layer, shape, weightFactor, initializer, spec);
    default:
      return spec satisfies never;
  }
}

const nothing = (): void => undefined;
