/**
 * A plan as the tree of modules that PyTorch has of it, flattened: every layer with its path (`block1.branch.conv1`) and
 * with the image that its features are, in whatever form they lie.
 */
import { messages } from '../words/words.ts';
import { traitsOf } from '../spec/normalizers.ts';
import { imageShape, isNormalizer, PlanError, positionsOf, type LayerPlan } from '../spec/plan.ts';

const REFUSALS = messages('export', {
  'flattened-groups': ({ layer }: { layer: string }) =>
    `has ${layer}, which groups the features of a flattened image; PyTorch and ONNX flatten images in another order, so ` +
    'that the groups would differ. Put the normalization before flatten, or after a dense layer',
});

/** [channels, height, width]. */
export type Image = readonly [channels: number, height: number, width: number];

export interface Placed<P extends LayerPlan = LayerPlan> {
  plan: P;
  /** Dotted path of the module: the prefix of its names in a state dict. */
  path: string;
  /** The image that enters the layer, also where it was flattened; null for features without positions. */
  image: Image | null;
}

/** What a residual block is called: its sum is named after it. */
export const blockName = (name: string): string => name.replace(/\.sum$/, '');

/** Every layer in the order in which it works, as engine/spec/plan.ts lists them. */
export function walk(plans: readonly LayerPlan[], prefix = '', image: Image | null = null): Placed[] {
  let carried = image;
  return plans.flatMap((plan): Placed[] => {
    const entering = plan.inputShape.length === 3 ? imageShape(plan.inputShape) : carried;
    carried = leaving(plan, entering);
    if (plan.kind !== 'residual')
      return [{ plan, path: `${prefix}${localName(plan.name)}`, image: meaningful(entering) }];
    const block = `${prefix}${localName(blockName(plan.name))}`;
    return [
      ...walk(plan.branch, `${block}.branch.`, entering),
      ...walk(plan.shortcut, `${block}.shortcut.`, entering),
      { plan, path: block, image: meaningful(entering) },
    ];
  });
}

/** The last part of a name: what is before it names the block around. */
export const localName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** The image that the layer's outputs are, or null. */
function leaving(plan: LayerPlan, entering: Image | null): Image | null {
  if (plan.shape.length === 3) return imageShape(plan.shape);
  return plan.kind === 'dense' || plan.kind === 'global-average-pool' ? null : entering;
}

/** Images of one channel or one position lie alike in every order. */
const meaningful = (image: Image | null): Image | null =>
  image === null || image[0] === 1 || positionsOf(image) === 1 ? null : image;

/**
 * Refuses normalizers that group neighbouring features of a flattened image: neighbours here are other ones there. Throws
 * PlanError.
 */
export function requireSameNeighbours(placed: readonly Placed[]): void {
  for (const { plan, image } of placed) {
    const grouping = isNormalizer(plan) && traitsOf(plan.normalization).neighbours;
    if (grouping && image !== null && plan.shape.length === 1)
      throw new PlanError('model.layers', REFUSALS['flattened-groups']({ layer: plan.name }));
  }
}
