/** A metric's value by its name. */
import { formatNumber, formatShare } from '../../app/view/numbers.ts';

/** A summary metric by its name: accuracies in percent, everything else as a number. */
export function formatMetric(name: string, value: number): string {
  return /accuracy/.test(name) ? formatShare(value) : formatNumber(value);
}
