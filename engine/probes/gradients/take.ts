/**
 * How long gradients and updates are in each layer, on the mini-batch that training would take next (dropout leaves nothing
 * out). For each parameter, each layer and the whole network, norms being l2 norms:
 *
 *   gradient norm    |g|, before clipping
 *   update norm      |w' - w|, with w' from one update of the run's own optimizer and learning rate, clipping included
 *   update ratio     |w' - w| / |w|; absent where w is 0
 *   effective rate   rate / |w|^2, where only the direction of w matters (scale-invariant.ts): under plain gradient descent
 *                    what the direction does is decided by it alone (van Laarhoven 2017, arXiv 1706.05350)
 *
 * With z_l the inputs of the l-th activation of n, from the input on, over the whole batch (an output activation left out):
 *
 *   depth slope      (|dL/dz_1| / |dL/dz_n|)^(1 / (n - 1)): the factor from one layer to the one below, on the geometric
 *                    mean; below 1 gradients vanish, above 1 they explode (compare Yang et al. 2019, arXiv 1902.08129)
 *
 * With dz_b the gradient of what a dense layer or convolution gives for sample b (each position of an image counts as one):
 *
 *   input-independent share   |mean over b of dz_b| / mean over b of |dz_b|: 1 where every sample pulls the layer in the
 *                    same direction, which a bias could follow; 0 under batch normalization, which subtracts that mean
 *                    (the sums of gradients that Bjorck et al. 2018, arXiv 1806.02375, look at)
 */
import type { Tensor } from '../../kernels/kernels.ts';
import type { Layer, Parameter } from '../../layers/layer.ts';
import { channelsOf, sizeOf, type LayerPlan } from '../../spec/plan.ts';
import type { ProbeOf } from '../../spec/schema.ts';
import { beginUpdate, update } from '../next-update.ts';
import { distance, norm, readAll } from '../parameters.ts';
import { vector, type Measurement, type ProbeControl } from '../record.ts';
import { scaleInvariant } from '../scale-invariant.ts';
import type { Subject } from '../subject.ts';

/** Looks at the gradients and the update of one mini-batch. */
export function probeGradients(
  subject: Subject,
  _probe: ProbeOf<'gradients'>,
  { progress }: ProbeControl,
): Measurement {
  const { model, plans, spec, rate } = subject;
  progress(0);
  const statistics = beginUpdate(subject);
  const batch = subject.nextBatch();
  const passing = watchPassing(plans);
  subject.watchGradients(passing.watch);
  const loss = subject.gradients(batch, statistics);
  subject.watchGradients(null);
  progress(0.5);
  const invariant = scaleInvariant(spec.model, plans, model, statistics);
  const before = model.layers.map(({ parameters }) => parameters.map(copyOf));
  update(subject);

  const numbers: Record<string, number> = { loss, 'learning rate': rate };
  const measure = (name: string, copies: readonly Copy[]): void => {
    const length = norm(concatenated(copies, ({ value }) => value));
    const moved = norm(copies.map(({ value, parameter }) => distance(readAll([parameter], 'value'), value)));
    numbers[`${name}gradient norm`] = norm(concatenated(copies, ({ gradient }) => gradient));
    numbers[`${name}weight norm`] = length;
    numbers[`${name}update norm`] = moved;
    if (length > 0) numbers[`${name}update ratio`] = moved / length;
  };
  measure('', before.flat());
  model.layers.forEach(({ info }, i) => {
    const copies = before[i]!;
    if (copies.length === 0) return;
    measure(`${info.name}/`, copies);
    for (const copy of copies) measure(`${copy.parameter.name}/`, [copy]);
    const scaled = invariant.get(info.name);
    if (scaled === undefined) return;
    const chosen = copies.filter(({ parameter }) => scaled.includes(parameter));
    numbers[`${info.name}/effective rate`] = rate / norm(concatenated(chosen, ({ value }) => value)) ** 2;
  });
  subject.restore();

  Object.assign(numbers, passing.shares);
  const lengths = plans.flatMap(({ name }) => passing.lengths.get(name) ?? []);
  for (const [name, length] of passing.lengths) numbers[`${name}/gradient norm`] = length;
  if (lengths.length > 1) numbers['depth slope'] = (lengths[0]! / lengths.at(-1)!) ** (1 / (lengths.length - 1));
  const arrays = lengths.length > 0 ? [vector('activation gradients', 'activation', lengths)] : [];
  return { statistics: [statistics], samples: batch.samples, numbers, arrays };
}

/** A parameter as it was before the update. */
interface Copy {
  parameter: Parameter;
  value: Float64Array;
  gradient: Float64Array;
}

const copyOf = (parameter: Parameter): Copy => ({
  parameter,
  value: readAll([parameter], 'value'),
  gradient: readAll([parameter], 'gradient'),
});

const concatenated = (copies: readonly Copy[], pick: (copy: Copy) => Float64Array): Float64Array => {
  const lists = copies.map(pick);
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
};

/** Gathers, as a backward pass goes by, the lengths at activations and the shares at dense layers and convolutions. */
function watchPassing(plans: readonly LayerPlan[]) {
  const byName = new Map(plans.map((plan) => [plan.name, plan]));
  const output = plans.at(-1)!;
  const lengths = new Map<string, number>();
  const shares: Record<string, number> = {};
  const watch = ({ info }: Layer, dy: Tensor, dx: Tensor | null, rows: number): void => {
    const plan = byName.get(info.name)!;
    const size = rows * sizeOf(plan.shape);
    if (plan.kind === 'activation' && plan !== output && dx !== null)
      lengths.set(plan.name, norm(dx.data.subarray(0, size)));
    if (plan.kind === 'dense' || plan.kind === 'conv2d')
      shares[`${plan.name}/input-independent share`] = shareOf(dy.data.subarray(0, size), channelsOf(plan.shape));
  };
  return { watch, lengths, shares };
}

/** |mean of rows| / mean of |row|; NaN where all are 0. */
function shareOf(dz: Float32Array | Float64Array, units: number): number {
  const sum = new Float64Array(units);
  let lengths = 0;
  for (let start = 0; start < dz.length; start += units) {
    let squares = 0;
    for (let u = 0; u < units; u++) {
      const value = dz[start + u]!;
      sum[u]! += value;
      squares += value * value;
    }
    lengths += Math.sqrt(squares);
  }
  return norm(sum) / lengths;
}
