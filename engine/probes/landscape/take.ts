/**
 * How the loss changes along the gradient, after figure 4 of Santurkar et al. (2018, arXiv 1805.11604), and slices through it
 * in random directions (slices.ts). On the mini-batch that training would take next, with dropout leaving nothing out, loss
 * L, learned numbers w and g = grad L(w), for equally spaced multiples a from `from` to `to` (they are no learning rates):
 *
 *   loss range             max - min over a of L(w - a g); relative: divided by L(w)
 *   gradient change        |grad L(w - a g) - g|, its least, its largest and the range between; relative: divided by |g|
 *   effective beta-smoothness   max over a of |grad L(w - a g) - g| / (a |g|): the change of the gradient over the distance
 *
 * The first two are the paper's variation of the loss and predictiveness of gradients, the third its effective smoothness; the
 * multiples are a choice of this program's. Small numbers mean a smooth way down. A caution: a network that has learned nothing
 * looks smoothest of all. `stuck` is 1 where the loss lies within 5 % of that of the best prediction that does not look at
 * its input (`chance loss`); compare only networks that learn.
 */
import type { ProbeOf } from '../../spec/schema.ts';
import { beginUpdate } from '../next-update.ts';
import { along, distance, norm, readAll, writeAll } from '../parameters.ts';
import { vector, type Measurement, type ProbeArray, type ProbeControl } from '../record.ts';
import type { Batch, Subject } from '../subject.ts';
import { sliceLoss, type Place } from './slices.ts';

/** How near to chance a loss counts as stuck. */
const NEAR = 0.05;
/** Share of the time that the walk along the gradient takes. */
const WALK = 0.1;

/** Walks along the gradient of the next mini-batch, then over slices on the probe set. */
export function probeLandscape(subject: Subject, probe: ProbeOf<'landscape'>, { progress }: ProbeControl): Measurement {
  const statistics = beginUpdate(subject);
  const batch = subject.nextBatch();
  const walk = walkGradient(subject, probe, { batch, statistics }, (fraction) => progress(fraction * WALK));
  const set = subject.probeSet(probe.samples);
  const slices = sliceLoss(subject, probe, { batch: set, statistics }, (fraction) =>
    progress(WALK + fraction * (1 - WALK)),
  );
  subject.restore();
  const chance = chanceLoss(subject, batch);
  const stuck = Math.abs(walk.numbers['loss']! / chance - 1) < NEAR ? 1 : 0;
  return {
    ...{ statistics: [statistics], samples: batch.samples },
    numbers: { ...walk.numbers, 'chance loss': chance, stuck },
    arrays: [...walk.arrays, ...slices, vector('probe set', 'sample', set.samples.rows)],
  };
}

function walkGradient(
  subject: Subject,
  { from, to, points }: ProbeOf<'landscape'>,
  { batch, statistics }: Place,
  progress: (fraction: number) => void,
): { numbers: Record<string, number>; arrays: ProbeArray[] } {
  const learned = subject.model.parameters.filter(({ trainable }) => trainable);
  const loss = subject.gradients(batch, statistics);
  const start = readAll(learned, 'value');
  const gradient = readAll(learned, 'gradient');
  const length = norm(gradient);
  const multiples = Array.from({ length: points }, (_, i) => from + ((to - from) * i) / (points - 1));
  const losses: number[] = [];
  const changes: number[] = [];
  multiples.forEach((a, i) => {
    progress(i / points);
    writeAll(learned, along(start, gradient, -a));
    losses.push(subject.gradients(batch, statistics));
    changes.push(distance(readAll(learned, 'gradient'), gradient));
  });
  writeAll(learned, start);
  const smoothness = changes.map((change, i) => change / (multiples[i]! * length));
  const range = (values: number[]): number => Math.max(...values) - Math.min(...values);
  return {
    numbers: {
      loss,
      'gradient norm': length,
      'loss minimum': Math.min(...losses),
      'loss maximum': Math.max(...losses),
      'loss range': range(losses),
      'relative loss range': range(losses) / loss,
      'gradient change minimum': Math.min(...changes),
      'gradient change maximum': Math.max(...changes),
      'gradient change range': range(changes),
      'relative gradient change range': range(changes) / length,
      'effective beta-smoothness': Math.max(...smoothness),
    },
    arrays: [
      vector('multiples', 'multiple', multiples),
      vector('losses', 'multiples', losses),
      vector('gradient changes', 'multiples', changes),
      vector('beta-smoothness', 'multiples', smoothness),
    ],
  };
}

/** Loss of the same outputs for every sample, the best ones where nothing is known but how many classes there are. */
function chanceLoss({ kernels, model, spec, loss, regression }: Subject, batch: Batch): number {
  const { outputs } = model;
  const constant = (): number => {
    switch (spec.loss.type) {
      case 'cross-entropy':
        return 0;
      case 'binary-cross-entropy':
        return -Math.log(outputs - 1);
      case 'mean-squared-error':
      case 'huber':
        if (regression) return batch.targets.reduce((sum, target) => sum + target, 0) / batch.targets.length;
        return spec.loss.low + (spec.loss.high - spec.loss.low) / outputs;
      default:
        return spec.loss satisfies never;
    }
  };
  const y = kernels.allocate(batch.rows * outputs);
  kernels.fill(y, constant());
  return loss.value(y, batch, batch.rows);
}
