/**
 * A line and a plane through the loss around a network, along filter-normalized random directions (Li et al. 2018, arXiv
 * 1712.09913): a direction is drawn from the standard normal distribution, then the part of it that belongs to a unit (or
 * filter) gets the length of that unit's weights:
 *
 *   d_u = |w_u| / |d_u| d_u,    plane[i][j] = L(w + x_i d + x_j e),  line[i] = L(w + x_i d),  x from -radius to radius
 *
 * Biases, gammas and betas stay as they are, and so do the lengths that weight normalization learns. Directions come from a
 * stream of the run's seed: the same weights always give the same slices.
 */
import type { Parameter } from '../../layers/layer.ts';
import { stream, type Random } from '../../random.ts';
import { channelsOf } from '../../spec/plan.ts';
import type { ProbeOf } from '../../spec/schema.ts';
import { along, norm, readAll, writeAll } from '../parameters.ts';
import { vector, type ProbeArray } from '../record.ts';
import type { Batch, Subject } from '../subject.ts';

/** Where a loss is taken. */
export interface Place {
  batch: Batch;
  statistics: 'batch' | 'running';
}

/** Losses on a grid x grid plane whose middle is the network itself, and on the line of its first direction. */
export function sliceLoss(
  subject: Subject,
  { grid, radius }: ProbeOf<'landscape'>,
  { batch, statistics }: Place,
  progress: (fraction: number) => void,
): ProbeArray[] {
  const random = stream(subject.spec.seed, 'probe/landscape');
  const weights = weightsOf(subject);
  const parameters = weights.map(({ parameter }) => parameter);
  const start = readAll(parameters, 'value');
  const [first, second] = [drawDirection(weights, random), drawDirection(weights, random)];
  const middle = (grid - 1) / 2;
  // The middle is 0 to the bit.
  const offsets = Array.from({ length: grid }, (_, i) => (radius * (i - middle)) / middle);
  const plane = new Float64Array(grid * grid);
  offsets.forEach((x, i) => {
    const row = along(start, first, x);
    offsets.forEach((y, j) => {
      progress((i * grid + j) / plane.length);
      writeAll(parameters, along(row, second, y));
      plane[i * grid + j] = subject.lossOf(batch, statistics);
    });
  });
  writeAll(parameters, start);
  const line = offsets.map((_, i) => plane[i * grid + middle]!);
  return [
    vector('offsets', 'offset', offsets),
    vector('line', 'offsets', line),
    { name: 'plane', shape: [grid, grid], axes: ['offsets', 'offsets'], data: plane },
  ];
}

interface Weights {
  parameter: Parameter;
  /** Rows of the weight matrix. */
  units: number;
}

const weightsOf = ({ model, plans }: Subject): Weights[] =>
  plans.flatMap((plan, i) =>
    plan.kind === 'dense' || plan.kind === 'conv2d'
      ? model.layers[i]!.parameters.filter(({ role, name }) => role === 'weight' && !name.endsWith('.weight_g')).map(
          (parameter) => ({ parameter, units: channelsOf(plan.shape) }),
        )
      : [],
  );

/** One direction for all weights, as long in each unit as its weights are. */
function drawDirection(weights: readonly Weights[], random: Random): Float64Array {
  const direction = readAll(
    weights.map(({ parameter }) => parameter),
    'value',
  );
  let start = 0;
  for (const { parameter, units } of weights) {
    const fanIn = parameter.size / units;
    for (let u = 0; u < units; u++) {
      const part = direction.subarray(start, start + fanIn);
      start += fanIn;
      const length = norm(part);
      for (let i = 0; i < fanIn; i++) part[i] = random.normal();
      const factor = length / norm(part);
      for (let i = 0; i < fanIn; i++) part[i]! *= factor;
    }
  }
  return direction;
}
