/** The few numbers by which a person recognizes what a probe found. All of them: ProbeRow.numbers. */
import type { ProbeType } from '../../engine/spec/schema.ts';
import type { ProbeRow } from '../contract/probes.ts';

/** Quantities of the whole network, or of each layer. */
const KEY_QUANTITIES: Record<ProbeType, readonly string[]> = {
  activations: ['slope', 'saturation', 'dead', 'centring', 'rank'],
  gradients: ['gradient norm', 'update ratio', 'depth slope'],
  landscape: ['loss range', 'effective beta-smoothness', 'stuck'],
  'covariate-shift': ['relative gradient shift', 'gradient cosine', 'relative drift'],
  normalization: [
    ...['median z', 'running/accuracy', 'batch/accuracy', 'precise/accuracy', 'running/loss', 'precise/loss'],
  ],
  identity: ['outputs/same batch', 'outputs/other batch', 'outputs/unseen'],
  'scale-invariance': ['output difference', 'gradient error', 'gradient error without eps', 'cosine'],
  recalibration: [
    ...['original/accuracy', 'before/accuracy', 'after/accuracy', 'batch/accuracy', 'before/loss', 'after/loss'],
  ],
  hessian: [
    ...['batch/lambda1', 'running/lambda1', 'batch/ratio11', 'running/ratio11', 'batch/trace', 'running/trace'],
    ...['batch/converged', 'running/converged'],
  ],
};

/** A quantity: one number, or the smallest and the largest of all layers. NaN where one of them is. */
export interface KeyNumber {
  quantity: string;
  low: number;
  high: number;
}

/** In the order in which they are read; those that the record has not are left out. */
export function keyNumbers({ probe, numbers }: Pick<ProbeRow, 'probe' | 'numbers'>): KeyNumber[] {
  return KEY_QUANTITIES[probe.type].flatMap((quantity) => {
    const whole = numbers[quantity];
    if (whole !== undefined) return [{ quantity, low: whole, high: whole }];
    const values = Object.entries(numbers).flatMap(([name, value]) => (name.endsWith(`/${quantity}`) ? [value] : []));
    return values.length === 0 ? [] : [{ quantity, low: Math.min(...values), high: Math.max(...values) }];
  });
}
