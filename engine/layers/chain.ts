/** Layers in a row: batches pass forward, gradients back. */
import type { Tensor } from '../kernels/kernels.ts';
import type { Layer, Mode } from './layer.ts';

/** Passes a batch through layers in turn. */
export function forwardChain(chain: readonly Layer[], x: Tensor, rows: number, mode: Mode): Tensor {
  let y = x;
  for (const layer of chain) y = layer.forward(y, rows, mode);
  return y;
}

/** Passes a gradient back; null where a layer has none for its input. */
export function backwardChain(chain: readonly Layer[], dy: Tensor, rows: number): Tensor | null {
  let gradient: Tensor | null = dy;
  for (let i = chain.length - 1; i >= 0 && gradient !== null; i--) gradient = chain[i]!.backward(gradient, rows);
  return gradient;
}
