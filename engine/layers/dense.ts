/**
 * Dense layer: y = x W' + b, W of shape outputs x inputs. What is learned may be something else from which W is computed
 * (../reparameterization).
 * Backward: dx = dy W, dW = dy' x, db = the column sums of dy.
 */
import type { Tensor } from '../kernels/kernels.ts';
import { createWeight, type WeightOptions } from '../reparameterization/create.ts';
import { infoOf } from '../spec/describe.ts';
import { sizeOf, type DensePlan } from '../spec/plan.ts';
import { createParameter, type Layer, type LayerContext } from './layer.ts';

/** `inputGradient` is false for the first layer: nobody needs the gradient of the data. */
export function createDense(
  context: LayerContext,
  plan: DensePlan,
  weights: WeightOptions,
  inputGradient: boolean,
): Layer {
  const { kernels, capacity, batch } = context;
  const info = infoOf(plan);
  const inputs = sizeOf(plan.inputShape);
  const outputs = sizeOf(plan.shape);
  const weight = createWeight(context, info.name, { units: outputs, fanIn: inputs, fanOut: outputs }, plan, weights);
  const bias = plan.bias ? createParameter(kernels, `${info.name}.bias`, 'bias', outputs) : null;
  if (bias !== null) kernels.fill(bias.value, plan.biasInitial);
  const output = kernels.allocate(capacity * outputs);
  const dx = inputGradient ? kernels.allocate(batch * inputs) : null;
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
      weight.refresh();
      kernels.dense(x, weight.effective, bias?.value ?? null, output, rows, outputs, inputs);
      if (mode === 'train' && weight.fit?.(output, bias, rows))
        kernels.dense(x, weight.effective, bias?.value ?? null, output, rows, outputs, inputs);
      return output;
    },
    backward(dy, rows) {
      kernels.denseWeightGradient(dy, input!, weight.gradient, rows, outputs, inputs);
      if (bias !== null) kernels.sumRows(dy, bias.gradient, rows, outputs);
      if (dx !== null) kernels.denseInputGradient(dy, weight.effective, dx, rows, outputs, inputs);
      weight.backward();
      return dx;
    },
  };
}
