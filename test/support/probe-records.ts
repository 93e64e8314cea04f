/** Records of every probe for a network with `dense1`, `norm1` and `activation1`, with made-up numbers. Not what probes compute. */
import { vector, type ProbeRecord } from '../../engine/probes/record.ts';
import { measured } from './stored-runs.ts';

/** One record of each type at the end, all numbers times `factor`: 1, or NaN for a network that is none any more. */
export function probeRecords(factor: number): ProbeRecord[] {
  const numbers = (given: Record<string, number>): Record<string, number> =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value * factor]));
  const list = (...values: number[]): number[] => values.map((value) => value * factor);
  const at = ['end'] as ['end'];
  const end = { step: 100 };
  const percentiles = { p1: -3, p15: -1, p50: 0.25, p85: 1, p99: 3 };
  const plane = Float64Array.from({ length: 9 }, (_, i) => factor * 2 ** i);
  return [
    measured(
      { type: 'activations', at },
      numbers({
        ...Object.fromEntries(Object.entries(percentiles).map(([name, value]) => [`activation1/${name}`, value])),
        ...{ 'activation1/slope': 0.5, 'activation1/dead': 0.125, 'activation1/rank': 31.5 },
      }),
      {
        ...end,
        arrays: Number.isNaN(factor)
          ? [vector('activation1/histogram/edges', 'edge', []), vector('activation1/histogram', 'edges', [])]
          : [
              vector('activation1/histogram/edges', 'edge', list(-2, 0, 2)),
              vector('activation1/histogram', 'activation1/histogram/edges', [10, 30]),
            ],
      },
    ),
    measured(
      { type: 'gradients', at },
      numbers({ 'gradient norm': 2, 'dense1/gradient norm': 1.5, 'dense1.weight/gradient norm': 1.25 }),
      end,
    ),
    measured({ type: 'landscape', at }, numbers({ 'loss range': 0.25, stuck: 1 }), {
      ...end,
      arrays: [
        vector('multiples', 'multiple', [0.1, 0.2]),
        vector('losses', 'multiples', list(1, 2)),
        vector('gradient changes', 'multiples', list(3, 4)),
        vector('offsets', 'offset', [-1, 0, 1]),
        { name: 'plane', shape: [3, 3], axes: ['offsets', 'offsets'], data: plane },
      ],
    }),
    measured({ type: 'covariate-shift', at }, numbers({ 'dense1/relative gradient shift': 0.75 }), end),
    measured(
      { type: 'normalization', at },
      numbers({ 'norm1/median z': 0.2, 'running/accuracy': 0.5, 'batch/accuracy': 0.75, 'precise/accuracy': 0.875 }),
      end,
    ),
    measured({ type: 'identity', at }, numbers({ 'outputs/same batch': 1e-15, 'outputs/other batch': 0.5 }), end),
    measured({ type: 'scale-invariance', at }, numbers({ 'dense1/gradient error': 0.001 }), end),
    measured(
      { type: 'recalibration', at, offset: 10 },
      numbers({ 'before/accuracy': 0.2, 'after/accuracy': 0.9 }),
      end,
    ),
    measured({ type: 'recalibration', at }, numbers({ 'before/accuracy': 0.85, 'after/accuracy': 0.95 }), end),
    measured({ type: 'hessian', at }, numbers({ 'batch/lambda1': 12.5, 'batch/converged': 1 }), {
      ...end,
      arrays: [
        vector('batch/eigenvalues', 'rank', list(12.5, 3)),
        vector('batch/grid', 'point', list(-1, 0, 13)),
        vector('batch/density', 'batch/grid', list(1e-9, 2, 0.01)),
      ],
    }),
  ];
}
