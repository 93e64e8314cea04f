/**
 * The trace of a Hessian by Hutchinson's estimator (Hutchinson 1990): the mean of z' H z over vectors z of random signs
 * (Rademacher), whose expectation is the trace. One product a vector.
 */
import type { Random } from '../../random.ts';
import { dot, rademacher, type SymmetricOperator } from './operator.ts';

export interface TraceEstimate {
  trace: number;
  /** Standard error of the mean; NaN with one vector. */
  standardError: number;
  /** z' H z of each vector. */
  samples: number[];
}

/** Takes `vectors` (1 or more) random vectors; yields the share that is done after each product. */
export function* hutchinsonTrace(
  operator: SymmetricOperator,
  vectors: number,
  random: Random,
): Generator<number, TraceEstimate> {
  const samples: number[] = [];
  const out = new Float64Array(operator.size);
  while (samples.length < vectors) {
    const z = rademacher(operator.size, random);
    operator.multiply(z, out);
    samples.push(dot(z, out));
    yield samples.length / vectors;
  }
  const trace = samples.reduce((sum, value) => sum + value, 0) / vectors;
  const squares = samples.reduce((sum, value) => sum + (value - trace) ** 2, 0);
  return { trace, standardError: Math.sqrt(squares / (vectors - 1) / vectors), samples };
}
