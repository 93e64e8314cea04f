/**
 * Which weights count by their direction alone: what the network computes stays the same, but for eps, when they are
 * multiplied by a positive number (Ioffe and Szegedy 2015, section 3.3).
 */
import type { Parameter } from '../layers/layer.ts';
import type { Model } from '../model.ts';
import { traitsOf } from '../spec/normalizers.ts';
import { isNormalizer, type LayerPlan } from '../spec/plan.ts';
import type { ModelSpec } from '../spec/schema.ts';

/**
 * For the name of each dense layer or convolution that has such weights, the parameters that can be multiplied together: the
 * weights, and the bias too where nothing cancels it. `statistics`: what normalizers over the batch use.
 */
export function scaleInvariant(
  { reparameterization }: ModelSpec,
  plans: readonly LayerPlan[],
  { layers }: Model,
  statistics: 'batch' | 'running',
): Map<string, readonly Parameter[]> {
  const starts = new Set(plans.flatMap((plan) => (plan.kind === 'residual' ? [plan.branch[0], plan.shortcut[0]] : [])));
  const found = new Map<string, readonly Parameter[]>();
  plans.forEach((plan, i) => {
    if (plan.kind !== 'dense' && plan.kind !== 'conv2d') return;
    const { parameters } = layers[i]!;
    if (plan.hidden && reparameterization.type !== 'none') {
      // Weight normalization and standardization divide by the length themselves.
      found.set(
        plan.name,
        parameters.filter(({ name }) => name.endsWith('.weight_v') || name.endsWith('.weight')),
      );
      return;
    }
    let next = i + 1;
    while (next < plans.length && !starts.has(plans[next]) && isHomogeneous(plans[next]!)) next++;
    const above = plans[next];
    if (above === undefined || starts.has(above) || !isNormalizer(above)) return;
    const { removesScale, corrects, running, centres } = traitsOf(above.normalization);
    // Running statistics are constants, which know nothing of the scale; corrections compare the batch with them.
    if (!removesScale || corrects || (running !== null && statistics === 'running')) return;
    const cancelled = next === i + 1 && centres === 'channel';
    found.set(
      plan.name,
      parameters.filter(({ role }) => role === 'weight' || !cancelled),
    );
  });
  return found;
}

/** Whether f(a x) = a f(x) for a > 0. */
function isHomogeneous(plan: LayerPlan): boolean {
  switch (plan.kind) {
    case 'activation':
      return plan.activation === 'relu' || plan.activation === 'leaky-relu' || plan.activation === 'identity';
    case 'max-pool':
    case 'average-pool':
    case 'global-average-pool':
    case 'flatten':
    case 'dropout':
      return true;
    default:
      return false;
  }
}
