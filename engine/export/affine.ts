/** Which of gamma and beta a normalizer learns, as PyTorch sees it: both, or neither; one alone leaves a constant beside it. */
import { isNormalizer, type LayerPlan } from '../spec/plan.ts';

/** Whether the module has gamma (`weight`) and beta (`bias`). */
export function hasAffine(plan: LayerPlan): boolean {
  const choice = choiceOf(plan);
  return choice !== null && (choice.scale || choice.center);
}

/** Name of the one that is not learned where the other is; otherwise null. */
export function missingAffine(plan: LayerPlan): 'weight' | 'bias' | null {
  const choice = choiceOf(plan);
  if (choice === null || choice.scale === choice.center) return null;
  return choice.scale ? 'bias' : 'weight';
}

/** null for layers that have no such choice. */
function choiceOf(plan: LayerPlan): { scale: boolean; center: boolean } | null {
  if (!isNormalizer(plan)) return null;
  const { normalization: norm } = plan;
  return 'center' in norm ? { scale: norm.scale, center: norm.center } : null;
}
