/** How much arithmetic and memory a network takes, before it is built. How long that takes: engine/probes/cost.ts, app/service/estimate.ts. */
import { channelsOf, sizeOf, type LayerPlan } from './plan.ts';

/** Multiplications of one sample's forward pass through a layer. */
export const productsOf = (layer: LayerPlan): number => {
  if (layer.kind === 'dense') return sizeOf(layer.inputShape) * sizeOf(layer.shape);
  if (layer.kind === 'conv2d') return sizeOf(layer.shape) * channelsOf(layer.inputShape) * layer.kernel ** 2;
  return 0;
};

/** Most numbers that the layers hold in one pass with its gradients: 256 MiB in float64. */
const PASS_NUMBERS = 2 ** 25;

/** Most samples that fit into one pass with its gradients; 2 at least. `layers`: the input, too. */
export const largestPass = (layers: readonly { shape: readonly number[] }[]): number => {
  const numbers = layers.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return Math.max(2, Math.floor(PASS_NUMBERS / numbers));
};
