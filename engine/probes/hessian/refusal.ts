/** Networks whose Hessian is not computed, and why. */
import type { Mode } from '../../layers/layer.ts';
import type { ModelSpec } from '../../spec/schema.ts';

/** The reason why the Hessian of a model is not available with these statistics, or null where it is. */
export function hessianRefusal({ normalization }: ModelSpec, statistics: Exclude<Mode, 'train'>): string | null {
  switch (normalization.type) {
    case 'switchable':
      return 'The Hessian of switchable normalization is not available: its mixture is not differentiated twice. Choose another normalization';
    case 'decorrelated-batch':
      return 'The Hessian of decorrelated batch normalization is not available: its whitening is not differentiated twice. Choose another normalization';
    case 'batch':
      return normalization.gradient === 'detached' && statistics === 'batch'
        ? 'Batch normalization with detached statistics follows no gradient, so that there is no Hessian with batch statistics. Choose running statistics'
        : null;
    default:
      return null;
  }
}
