/**
 * The weights of a layer as it uses them, and what is learned instead of them. Weights are units x fan-in, row-major: row
 * u holds what unit (or filter) u multiplies its inputs with.
 */
import type { Tensor } from '../kernels/kernels.ts';
import { initialize } from '../initializers/initializers.ts';
import { createParameter, type LayerContext, type LayerState, type Parameter } from '../layers/layer.ts';
import type { InitializerSpec, ReparameterizationSpec } from '../spec/schema.ts';
import { createWeightNorm } from './weight-norm.ts';
import { createWeightStandardization } from './weight-standardization.ts';

/** The choices of the model that concern weights. */
export interface WeightOptions {
  initializer: InitializerSpec;
  reparameterization: ReparameterizationSpec;
}

/** Rows of the weight matrix, its columns, and units that each input reaches. */
export interface WeightShape {
  units: number;
  fanIn: number;
  fanOut: number;
}

export interface Weight {
  readonly parameters: readonly Parameter[];
  readonly state: readonly LayerState[];
  /** The weights that the layer uses, units x fanIn. */
  readonly effective: Tensor;
  /** The gradient with respect to {@link effective}, for the layer to fill. */
  readonly gradient: Tensor;
  /** Computes {@link effective} from the parameters; before each forward pass. */
  refresh(): void;
  /**
   * Fits what is learned, the bias too, to the first training batch: `y` holds its outputs, `values` rows of one number a
   * unit. Returns true where that changed the weights, so that the outputs have to be computed again. Null where nothing
   * is ever fitted.
   */
  readonly fit: ((y: Tensor, bias: Parameter | null, values: number) => boolean) | null;
  /** Computes the gradients of the parameters from {@link gradient}. */
  backward(): void;
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
