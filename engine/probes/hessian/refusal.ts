/** Networks whose Hessian is not computed, and why. */
import type { Mode } from '../../layers/layer.ts';
import { normalizerOf } from '../../spec/normalized-model.ts';
import { traitsOf } from '../../spec/normalizers.ts';
import type { ModelSpec } from '../../spec/schema.ts';
import { variantTitle } from '../../spec/titles.ts';
import { texts } from '../../words/words.ts';

const words = texts('probe.hessian', {
  twice: ({ name }: { name: string }) =>
    `The Hessian of ${name} is not available: its statistics are not differentiated twice. Choose another normalization`,
  detached:
    'Batch normalization with detached statistics follows no gradient, so that there is no Hessian with batch statistics. Choose running statistics',
});

/** The reason why the Hessian of a model is not available with these statistics, or null where it is. */
export function hessianRefusal(model: ModelSpec, statistics: Exclude<Mode, 'train'>): string | null {
  const norm = normalizerOf(model);
  if (norm === null) return null;
  if (!traitsOf(norm).twice) return words.twice({ name: variantTitle('model.normalization', norm.type).toLowerCase() });
  const detached = 'gradient' in norm && norm.gradient === 'detached';
  return detached && statistics === 'batch' ? words.detached : null;
}
