/** Classes that are too small to be in training, validation and test. */
import { listed } from '../../words/numbers.ts';

/** Warnings about them; none where all are large enough. */
export const scarceClasses = (classes: readonly string[], counts: readonly number[]): string[] => {
  const scarce = classes.flatMap((name, i) => (counts[i]! < 3 ? [`${name} (${counts[i]!})`] : []));
  if (scarce.length === 0) return [];
  return [`Fewer than 3 samples, too few for training, validation and test: ${listed(scarce)}.`];
};
