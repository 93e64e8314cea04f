/**
 * The weights of a layer as it uses them, and what is learned instead of them. Weights are units x fan-in, row-major: row
 * u holds what unit (or filter) u multiplies its inputs with. Which reparameterization is asked for: create.ts.
 */
import type { Tensor } from '../kernels/kernels.ts';
import type { LayerState, Parameter } from '../layers/layer.ts';

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
