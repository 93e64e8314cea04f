/**
 * A plan of a network: every layer with its shapes, ready to be compiled (engine/model.ts) or shown (describe.ts).
 * Knows nothing of kernels. How a specification becomes a plan: plan-networks.ts.
 */
import { WordedError } from '../words/worded.ts';
import type { Message } from '../words/words.ts';
import type { LayerKind } from './layer-kinds.ts';
import type { ChannelShape, Normalizer, NORMALIZER_KINDS, NormalizerType } from './normalizers.ts';
import type { Activation } from './schema.ts';

interface PlanBase {
  name: string;
  kind: LayerKind;
  /** Shape of one sample before and after the layer: [units], or [channels, height, width]. */
  inputShape: number[];
  shape: number[];
  parameters: number;
}

/** What dense layers and convolutions share. */
interface Weighted extends PlanBase {
  bias: boolean;
  biasInitial: number;
  /** Multiplies the initial weights; 0 starts them at 0. */
  weightFactor: number;
  /** False for the output layer, whose weights are learned as they are. */
  hidden: boolean;
}

export interface DensePlan extends Weighted {
  kind: 'dense';
}
export interface ConvolutionPlan extends Weighted {
  kind: 'conv2d';
  kernel: number;
  stride: number;
  padding: number;
}
export interface PoolPlan extends PlanBase {
  kind: 'max-pool' | 'average-pool';
  size: number;
  stride: number;
}
export interface GlobalAveragePlan extends PlanBase {
  kind: 'global-average-pool';
}
export interface FlattenPlan extends PlanBase {
  kind: 'flatten';
}
export interface DropoutPlan extends PlanBase {
  kind: 'dropout';
  rate: number;
}
export interface ActivationPlan extends PlanBase {
  kind: 'activation';
  activation: Activation;
}
/** One learned number for the whole layer: y = x + b, or y = a x. */
export interface ScalarPlan extends PlanBase {
  kind: 'scalar';
  operation: 'shift' | 'scale';
  initial: number;
}
export interface NormalizationPlan extends PlanBase {
  kind: (typeof NORMALIZER_KINDS)[NormalizerType];
  normalization: Normalizer;
}
/** y = branch(x) + shortcut(x); an empty shortcut is the identity. */
export interface ResidualPlan extends PlanBase {
  kind: 'residual';
  branch: LayerPlan[];
  shortcut: LayerPlan[];
}

export type LayerPlan =
  | DensePlan
  | ConvolutionPlan
  | PoolPlan
  | GlobalAveragePlan
  | FlattenPlan
  | DropoutPlan
  | ActivationPlan
  | ScalarPlan
  | NormalizationPlan
  | ResidualPlan;

/** Whether a layer normalizes. */
export const isNormalizer = (plan: LayerPlan): plan is NormalizationPlan => 'normalization' in plan;

/** A model that cannot be built on these data: which field, and what to do. */
export class PlanError extends WordedError {
  override readonly name = 'PlanError';
  /** Dotted path in the run specification. */
  readonly path: string;
  constructor(path: string, message: Message | string) {
    super(message);
    this.path = path;
  }
}

/** Numbers in one sample of that shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
/** Channels of a shape; the units of a dense layer are its channels. */
export const channelsOf = (shape: readonly number[]): number => shape[0]!;
/** Positions that share a channel: 1 in dense layers. */
export const positionsOf = (shape: readonly number[]): number => sizeOf(shape.slice(1));
/** Both, as normalizers are asked about them. */
export const channelShape = (shape: readonly number[]): ChannelShape => ({
  channels: channelsOf(shape),
  positions: positionsOf(shape),
});

/** [channels, height, width] of a sample: an image without channels has one; null where it is no image. */
export function imageShape(shape: readonly number[]): [channels: number, height: number, width: number] | null {
  if (shape.length === 2) return [1, shape[0]!, shape[1]!];
  return shape.length === 3 ? [shape[0]!, shape[1]!, shape[2]!] : null;
}

/** All layers in the order in which they work: branch, shortcut, then the block itself. */
export function flatten(plans: readonly LayerPlan[]): LayerPlan[] {
  return plans.flatMap((plan) =>
    plan.kind === 'residual' ? [...flatten(plan.branch), ...flatten(plan.shortcut), plan] : [plan],
  );
}
