/** Input scaling: fitted on the training split, applied to all. */
import type { ScalingSpec } from '../spec/schema.ts';

/** A fitted scaling: scaled = (x - shift) * factor, per feature (length 1 where one value serves all features). */
export interface FittedScaling {
  method: ScalingSpec['method'];
  shift: number[];
  factor: number[];
  /** Features with zero variance in the training split; they are centred and left unscaled. */
  zeroVariance: number;
}
