/**
 * Batches that give a channel too few values for statistics of them: what the form says before a run (traps.ts) and the
 * diagnosis after it. Normalizers of single samples: traps.ts.
 */
import { samplesTogether } from './normalized-model.ts';
import { traitsOf, type ChannelShape, type Normalizer } from './normalizers.ts';

/** Values of a channel below which statistics are mostly noise. */
export const FEWEST_VALUES = 8;

/** How the statistics of a layer fall short. */
export interface Shortage {
  /**
   * `one`: every value becomes 0; `two`: they become 1 and -1; `whitening`: there are no more values than channels that
   * are whitened together, so that their covariance has no full rank; `noise`: the statistics scatter.
   */
  kind: 'one' | 'two' | 'whitening' | 'noise';
  /** Values of a channel whose statistics are taken together. */
  values: number;
  /** Channels that are whitened together. */
  whitened: number;
  /** Index of the layer among the shapes that were asked about. */
  layer: number;
}

const BY_WEIGHT: readonly Shortage['kind'][] = ['one', 'two', 'whitening', 'noise'];

/** The worst shortage among layers of these shapes in batches of `batch` samples, or null. */
export function shortageOf(norm: Normalizer, batch: number, shapes: readonly ChannelShape[]): Shortage | null {
  const found = shapes.flatMap((shape, layer) => {
    const kind = kindOf(norm, batch, shape);
    return kind === null
      ? []
      : [{ kind, values: valuesOf(norm, batch, shape), whitened: traitsOf(norm).whitens(norm, shape.channels), layer }];
  });
  const weight = ({ kind }: Shortage): number => BY_WEIGHT.indexOf(kind);
  return found.sort((a, b) => weight(a) - weight(b) || a.values - b.values)[0] ?? null;
}

const valuesOf = (norm: Normalizer, batch: number, { positions }: ChannelShape): number =>
  samplesTogether(norm, batch, positions) * positions;

function kindOf(norm: Normalizer, batch: number, shape: ChannelShape): Shortage['kind'] | null {
  const { over, corrects, whitens } = traitsOf(norm);
  if (over !== 'batch' && over !== 'mixture') return null;
  const values = valuesOf(norm, batch, shape);
  const whitened = whitens(norm, shape.channels);
  // In a mixture the statistics of the sample are left, whatever the batch gives.
  if (over === 'batch') {
    if (values === 1) return 'one';
    if (whitened > 1 && values <= whitened) return 'whitening';
    if (values === 2) return 'two';
  }
  // What is corrected towards running statistics is made for small batches.
  return values < FEWEST_VALUES && !corrects ? 'noise' : null;
}
