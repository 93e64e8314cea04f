/** Batch normalization over so few values that its statistics are mostly noise. */
import { positionsOf } from '../../../../engine/spec/plan.ts';
import { formatCount, formatPercent } from '../../../view/numbers.ts';
import type { RunDetail } from '../../../contract/runs.ts';
import { finding, type Examine } from '../evidence.ts';

/** Values of a channel below which it is said; the form warns of the same (engine/spec/traps.ts). */
const FEWEST = 8;

/** One finding at most. */
export const batchTooSmall: Examine = ({ run }) => {
  const samples = samplesOf(run);
  if (samples === null) return [];
  const layers = run.layers.filter(({ kind }) => KINDS.has(kind));
  if (layers.length === 0) return [];
  const smallest = layers.reduce((a, b) => (positionsOf(b.shape) < positionsOf(a.shape) ? b : a));
  const values = samples * positionsOf(smallest.shape);
  if (values >= FEWEST) return [];
  return [
    finding({
      ...{ kind: 'batch-too-small', severity: values <= 2 ? 'bad' : 'warn', layer: smallest.name, figure: 'norm' },
      numbers: { values, samples },
      text:
        values === 1
          ? `${smallest.name} standardizes each channel over 1 value: it gives beta, whatever the input, and nothing below it learns.`
          : values === 2
            ? `${smallest.name} standardizes each channel over 2 values, which become 1 and −1 whatever the input: no gradient reaches the layers below.`
            : `${smallest.name} standardizes each channel over ${formatCount(values)} values only; the relative error of their variance is about ${formatPercent(Math.sqrt(2 / (values - 1)), 2)}.`,
      remedy: 'Use batches of 16 and more, or a normalization over the sample: layer, group or RMS.',
    }),
  ];
};

const KINDS: ReadonlySet<string> = new Set(['batch-norm', 'ghost-batch-norm', 'decorrelated-batch-norm']);

/** Samples whose statistics are taken together; null for the whole training split, which is as many as there are. */
function samplesOf({ spec: { model, training } }: RunDetail): number | null {
  if (training.batching.type === 'full') return null;
  const norm = model.normalization;
  return norm.type === 'ghost-batch' ? Math.min(norm.size, training.batchSize) : training.batchSize;
}
