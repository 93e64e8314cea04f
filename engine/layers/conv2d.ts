/**
 * Two-dimensional convolution (cross-correlation, as every framework has it): filter o at position (i, j) gives
 *
 *   y[o, i, j] = b[o] + sum over c, u, v of w[o, u, v, c] x[c, i s + u - p, j s + v - p]
 *
 * with stride s and p zeros around the image. A position's channels lie beside each other, so weights are
 * filters x (kernel height x kernel width x input channels), and a window times all filters is one row of a product.
 * Backward: dx and dw are the same sum read the other way; db = the sum of dy over samples and positions.
 */
import type { ConvolutionGeometry } from '../kernels/interface/convolution.ts';
import type { Tensor } from '../kernels/kernels.ts';
import { createWeight, type WeightOptions } from '../reparameterization/create.ts';
import { infoOf } from '../spec/describe.ts';
import { sizeOf, type ConvolutionPlan } from '../spec/plan.ts';
import { createParameter, type Layer, type LayerContext } from './layer.ts';

/** `inputGradient` is false for the first layer: nobody needs the gradient of the data. */
export function createConvolution(
  context: LayerContext,
  plan: ConvolutionPlan,
  weights: WeightOptions,
  inputGradient: boolean,
): Layer {
  const { kernels, capacity, batch } = context;
  const info = infoOf(plan);
  const [inChannels, height, width] = plan.inputShape as [number, number, number];
  const [outChannels, outHeight, outWidth] = plan.shape as [number, number, number];
  const { kernel, stride, padding } = plan;
  const window = kernel * kernel;
  const fans = { units: outChannels, fanIn: window * inChannels, fanOut: window * outChannels };
  const weight = createWeight(context, info.name, fans, plan, weights);
  const bias = plan.bias ? createParameter(kernels, `${info.name}.bias`, 'bias', outChannels) : null;
  if (bias !== null) kernels.fill(bias.value, plan.biasInitial);
  const output = kernels.allocate(capacity * sizeOf(plan.shape));
  const dx = inputGradient ? kernels.allocate(batch * sizeOf(plan.inputShape)) : null;
  const positions = outHeight * outWidth;
  /** One object for all passes, so that a step allocates nothing. */
  const geometry: ConvolutionGeometry = {
    ...{ rows: 0, height, width, inChannels, outChannels, kernel, stride, padding, outHeight, outWidth },
  };
  let input: Tensor | null = null;
  return {
    info,
    parameters: bias === null ? weight.parameters : [...weight.parameters, bias],
    state: weight.state,
    output,
    norm: null,
    get input() {
      return input;
    },
    forward(x, rows, mode) {
      input = x;
      geometry.rows = rows;
      weight.refresh();
      kernels.convolve(x, weight.effective, bias?.value ?? null, output, geometry);
      if (mode === 'train' && weight.fit?.(output, bias, rows * positions))
        kernels.convolve(x, weight.effective, bias?.value ?? null, output, geometry);
      return output;
    },
    backward(dy, rows) {
      geometry.rows = rows;
      kernels.convolveWeightGradient(dy, input!, weight.gradient, geometry);
      if (bias !== null) kernels.sumRows(dy, bias.gradient, rows * positions, outChannels);
      if (dx !== null) kernels.convolveInputGradient(dy, weight.effective, dx, geometry);
      weight.backward();
      return dx;
    },
  };
}
