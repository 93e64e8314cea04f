/** A loss as the body of a Python function of `outputs` and `targets`, both of a batch. */
import type { LossSpec } from '../../spec/schema.ts';

export interface LossChoices {
  spec: LossSpec;
  /** Number of outputs; classes become rows of one number each. */
  outputs: number;
  regression: boolean;
}

/** Lines without indentation. */
export function lossText({ spec, outputs, regression }: LossChoices): string[] {
  const oneHot = `F.one_hot(targets, ${outputs}).float()`;
  switch (spec.type) {
    case 'cross-entropy': {
      const smoothing = spec.labelSmoothing > 0 ? `, label_smoothing=${spec.labelSmoothing}` : '';
      return [`return F.cross_entropy(outputs, targets${smoothing})`];
    }
    case 'binary-cross-entropy':
      return [`return F.binary_cross_entropy_with_logits(outputs, ${regression ? 'targets' : oneHot})`];
    case 'mean-squared-error':
    case 'huber': {
      const wanted = regression ? 'targets' : between(oneHot, spec.low, spec.high);
      return spec.type === 'huber'
        ? [`return F.huber_loss(outputs, ${wanted}, delta=${spec.delta})`]
        : [`return F.mse_loss(outputs, ${wanted})`];
    }
    default:
      return spec satisfies never;
  }
}

const between = (oneHot: string, low: number, high: number): string =>
  low === 0 && high === 1 ? oneHot : `${low} + ${high - low} * ${oneHot}`;
