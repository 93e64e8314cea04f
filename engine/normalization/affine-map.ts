/**
 * The learned affine map that most normalizers end with: y = gamma xhat + beta, with one gamma and beta a channel, or one
 * an element of the sample (height x width x channels, channels fastest), as in PyTorch's LayerNorm.
 *
 *   dgamma = sum dy xhat,  dbeta = sum dy,  dxhat = gamma dy        (sums over what shares the gamma)
 */
import type { Kernels, Tensor } from '../kernels/kernels.ts';
import type { Parameter } from '../layers/layer.ts';
import { channelsOf, positionsOf, sizeOf, type NormalizationPlan } from '../spec/plan.ts';
import { createLearnedAffine } from './learned-affine.ts';

export interface AffineMap {
  /** gamma and beta, as far as they are learned. */
  readonly parameters: Parameter[];
  /** One number a channel for people to look at: the mean over the positions where each has one of its own. */
  readonly report: { gamma: Tensor | null; beta: Tensor | null };
  /** Brings `report` up to date; there is nothing to do where each channel has one gamma and beta. */
  refreshReport(): void;
  /** Writes y. With neither gamma nor beta there is nothing to do: y is to be xhat. */
  forward(xhat: Tensor, y: Tensor, rows: number): void;
  /** Fills the gradients of gamma and beta; returns that of xhat: in `dxhat`, or dy itself where no gamma is learned. */
  backward(dy: Tensor, xhat: Tensor, dxhat: Tensor, rows: number): Tensor;
}

/** The map at the end of `plan`; `rows` in its methods counts samples. */
export function createAffineMap(
  kernels: Kernels,
  plan: NormalizationPlan,
  per: 'channel' | 'element',
  learn: { scale: boolean; center: boolean },
): AffineMap {
  const [channels, positions] = [channelsOf(plan.shape), positionsOf(plan.shape)];
  const columns = per === 'channel' ? channels : sizeOf(plan.shape);
  const repeats = per === 'channel' ? positions : 1;
  const { gamma, beta, parameters } = createLearnedAffine(kernels, plan.name, columns, learn);
  const sumDy = beta?.gradient ?? kernels.allocate(columns);
  const sumDyXhat = gamma?.gradient ?? kernels.allocate(columns);
  const averaged = per === 'element' && positions > 1;
  const shown = (parameter: Parameter | null): Tensor | null =>
    parameter === null || !averaged ? (parameter?.value ?? null) : kernels.allocate(channels);
  const report = { gamma: shown(gamma), beta: shown(beta) };

  return {
    parameters,
    report,
    refreshReport() {
      if (!averaged) return;
      if (gamma !== null) averagePositions(gamma.value, report.gamma!, positions, channels);
      if (beta !== null) averagePositions(beta.value, report.beta!, positions, channels);
    },
    forward(xhat, y, rows) {
      if (parameters.length === 0) return;
      kernels.affine(xhat, gamma?.value ?? null, beta?.value ?? null, y, rows * repeats, columns);
    },
    backward(dy, xhat, dxhat, rows) {
      if (parameters.length > 0) kernels.affineGradient(dy, xhat, sumDy, sumDyXhat, rows * repeats, columns);
      if (gamma === null) return dy;
      kernels.affine(dy, gamma.value, null, dxhat, rows * repeats, columns);
      return dxhat;
    },
  };
}

/** to (channels) = mean over the positions of `from` (positions x channels). */
function averagePositions(from: Tensor, to: Tensor, positions: number, channels: number): void {
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let p = 0; p < positions; p++) sum += from.data[p * channels + c]!;
    to.data[c] = sum / positions;
  }
}
