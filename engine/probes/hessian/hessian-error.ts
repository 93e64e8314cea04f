/** The error of Hessian probes: a network or a point in training where there is no Hessian, told to a person. */

/** Thrown where a Hessian cannot be computed; the message says why, and what to do. */
export class HessianError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HessianError';
  }
}
