/**
 * The density of all eigenvalues of a Hessian by stochastic Lanczos quadrature (Golub and Welsch 1969; for networks
 * Ghorbani, Krishnan and Xiao 2019, arXiv 1901.10159, Algorithm 1): for each of k random vectors, m Lanczos steps give T
 * with eigenvalues theta_i and vectors s_i, the nodes of a Gaussian quadrature with weights tau_i = (first entry of s_i)^2;
 *
 *   phi(t) = 1 / k sum over vectors of sum_i tau_i N(t; theta_i, sigma^2)
 *
 * where N is the normal density. The width follows their code (github.com/google/spectral-density): sigma^2 = 1e-5 times
 * the spread of the Ritz values, but at least 1e-5. The area is 1: eigenvalues are counted as shares of all of them.
 */
import { tridiagonalEigen } from '../../data/eigen.ts';
import type { Random } from '../../random.ts';
import { openLanczos } from './lanczos.ts';
import { rademacher, type SymmetricOperator } from './operator.ts';

/** What one random vector sees: point masses that add up to 1. */
export interface SpectralNodes {
  /** Ritz values, descending. */
  values: Float64Array;
  weights: Float64Array;
}

export interface SpectralOptions {
  vectors: number;
  /** Products for each vector. */
  steps: number;
}

/** Yields the share that is done after each product. Vectors have random signs. */
export function* spectralNodes(
  operator: SymmetricOperator,
  { vectors, steps }: SpectralOptions,
  random: Random,
): Generator<number, SpectralNodes[]> {
  const nodes: SpectralNodes[] = [];
  while (nodes.length < vectors) {
    const lanczos = openLanczos(operator, rademacher(operator.size, random), steps);
    while (!lanczos.finished) {
      lanczos.step();
      yield (nodes.length + lanczos.steps / steps) / vectors;
    }
    const { values, first } = tridiagonalEigen(lanczos.diagonal, lanczos.offDiagonal, lanczos.steps);
    nodes.push({ values, weights: first.map((entry) => entry * entry) });
  }
  return nodes;
}

const LEAST_VARIANCE = 1e-5;

/** sigma^2 of the normal densities around the nodes. */
export function spectralVariance(nodes: readonly SpectralNodes[]): number {
  const { low, high } = rangeOf(nodes);
  return LEAST_VARIANCE * Math.max(1, high - low);
}

/** Smallest and largest Ritz value. */
function rangeOf(nodes: readonly SpectralNodes[]): { low: number; high: number } {
  return {
    low: Math.min(...nodes.map(({ values }) => values.at(-1)!)),
    high: Math.max(...nodes.map(({ values }) => values[0]!)),
  };
}

/** `count` points from five widths below the smallest node to five above the largest, evenly spaced. */
export function spectralGrid(nodes: readonly SpectralNodes[], count: number): Float64Array {
  const { low, high } = rangeOf(nodes);
  const margin = 5 * Math.sqrt(spectralVariance(nodes));
  return Float64Array.from({ length: count }, (_, i) => low - margin + ((high - low + 2 * margin) * i) / (count - 1));
}

/** phi at each point of `grid`. */
export function spectralDensity(
  nodes: readonly SpectralNodes[],
  grid: Float64Array,
  variance = spectralVariance(nodes),
): Float64Array {
  const scale = 1 / Math.sqrt(2 * Math.PI * variance) / nodes.length;
  return grid.map((t) => {
    let sum = 0;
    for (const { values, weights } of nodes)
      for (let i = 0; i < values.length; i++) sum += weights[i]! * Math.exp(-((t - values[i]!) ** 2) / (2 * variance));
    return scale * sum;
  });
}
