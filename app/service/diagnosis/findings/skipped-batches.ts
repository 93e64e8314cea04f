/** Batches with numbers that are not finite, which the engine keeps out of the running statistics. */
import { formatCount } from '../../../view/numbers.ts';
import { finding, type Examine } from '../evidence.ts';

/** One finding where a layer met such batches. */
export const skippedBatches: Examine = ({ run }) => {
  const skipped = run.summary['norm.skipped.batches'] ?? 0;
  if (!(skipped > 0)) return [];
  return [
    finding({
      ...{ kind: 'skipped-batches', severity: 'warn', numbers: { skipped, steps: run.step }, figure: 'norm' },
      text: `${formatCount(skipped)} of ${formatCount(run.step)} batches had statistics that were not finite, and were kept out of the running statistics.`,
      remedy: 'Look for inputs that are not finite or are very large, and lower the learning rate.',
    }),
  ];
};
