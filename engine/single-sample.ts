/**
 * Batches of a single sample under a normalizer over the batch: refused before training, as PyTorch refuses them, where
 * some layer has one value a channel. What can be known without the data is refused earlier (spec/together.ts).
 */
import { messages } from './words/words.ts';
import { DataError } from './data/data-error.ts';
import type { LayerInfo } from './spec/describe.ts';
import { normalizerOf } from './spec/normalized-model.ts';
import { needsTwo, NORMALIZER_KINDS } from './spec/normalizers.ts';
import { positionsOf } from './spec/plan.ts';
import type { RunSpec } from './spec/schema.ts';

const REFUSALS = messages('batch', {
  'one-sample': ({ layer, kind, single }: { layer: string; kind: string; single: boolean }) =>
    `training.batchSize gives a batch of 1 sample, but ${layer} (${kind}) standardizes over the batch: one value is always ` +
    'standardized to 0, and nothing below would learn. Choose another batch size, leave the rest out ' +
    `(training.batching.dropLast)${single ? ', or set model.normalization.single to beta' : ''}.`,
});

/** Throws DataError where a batch of `smallest` samples could not be standardized. */
export function requireTwoValues({ model }: RunSpec, layers: readonly LayerInfo[], smallest: number): void {
  const norm = normalizerOf(model);
  if (smallest > 1 || norm === null || !needsTwo(norm)) return;
  const layer = layers.find(({ kind, shape }) => kind === NORMALIZER_KINDS[norm.type] && positionsOf(shape) === 1);
  if (layer === undefined) return;
  const { name, kind } = layer;
  throw new DataError(REFUSALS['one-sample']({ layer: name, kind, single: 'single' in norm }));
}
