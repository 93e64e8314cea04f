/** What the outputs of a batch should be, number by number: targets of regression as they are, classes as high and low. */
import type { Tensor } from '../kernels/kernels.ts';
import type { Targets } from './loss.ts';

/** Fills `wanted` (rows x outputs): `high` for the class of a sample and `low` for the others, or the targets. */
export function fillWanted(
  wanted: Tensor,
  { labels, targets }: Targets,
  rows: number,
  outputs: number,
  { low, high }: { low: number; high: number },
): void {
  const { data } = wanted;
  if (labels.length === 0) {
    for (let i = 0; i < rows * outputs; i++) data[i] = targets[i]!;
    return;
  }
  data.fill(low, 0, rows * outputs);
  for (let row = 0; row < rows; row++) data[row * outputs + labels[row]!] = high;
}
