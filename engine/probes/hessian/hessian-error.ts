/** The error of Hessian probes: a network or a point in training where there is no Hessian, told to a person. */
import { WordedError } from '../../words/worded.ts';

/** Thrown where a Hessian cannot be computed; the message says why, and what to do. */
export class HessianError extends WordedError {
  override readonly name = 'HessianError';
}
