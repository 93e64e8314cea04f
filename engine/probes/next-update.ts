/** The update that training would do next, on the copy that a probe looks at: with the statistics that training would use. */
import { clipGradients, gradientNorm } from '../clipping.ts';
import { normalizerOf } from '../spec/normalized-model.ts';
import { frozenFrom } from '../spec/normalizers.ts';
import type { Subject } from './subject.ts';

/**
 * Tells the layers that the next update comes, and says which statistics give the gradients of training without moving any:
 * those of the batch, or the running ones where training has frozen these by then. Two things differ from training: dropout
 * leaves nothing out, and batch renormalization does not correct its batch.
 */
export function beginUpdate({ model, spec, step }: Subject): 'batch' | 'running' {
  model.beginStep(step + 1);
  const norm = normalizerOf(spec.model);
  const frozen = norm === null ? null : frozenFrom(norm);
  return frozen !== null && step + 1 >= frozen ? 'running' : 'batch';
}

/** Moves the parameters along the gradients at hand as the run would: clipping, optimizer, learning rate. */
export function update({ kernels, model, spec, optimizer, rate }: Subject): void {
  clipGradients(kernels, model.parameters, spec.training.clipping, gradientNorm(kernels, model.parameters));
  optimizer.update(rate);
}
