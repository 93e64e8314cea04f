/** Which samples to show of a dataset. */
import type { DatasetInfo } from './dataset.ts';

/**
 * Indices of `count` samples (fewer when there are fewer), the same each time. The classes take turns, each showing
 * samples from evenly spread places; a regression set is sampled evenly.
 */
export function spreadSamples(
  { info, labels }: { info: Pick<DatasetInfo, 'samples' | 'classes'>; labels: Int32Array },
  count: number,
): number[] {
  const wanted = Math.min(count, info.samples);
  const groups: number[][] = Array.from({ length: Math.max(1, info.classes.length) }, () => []);
  for (let i = 0; i < info.samples; i++) groups[info.classes.length === 0 ? 0 : labels[i]!]!.push(i);
  const shares = fairShares(
    groups.map((group) => group.length),
    wanted,
  );
  const picks = groups.map((group, c) =>
    Array.from({ length: shares[c]! }, (_, k) => group[Math.floor(((k + 0.5) * group.length) / shares[c]!)]!),
  );
  const rounds = Math.max(0, ...shares);
  return Array.from({ length: rounds }, (_, round) => picks.flatMap((group) => group.slice(round, round + 1))).flat();
}

/** Takes one of each class in turn until `wanted` are taken; classes that run out are passed over. */
function fairShares(sizes: number[], wanted: number): number[] {
  const shares = sizes.map(() => 0);
  for (let left = wanted; left > 0;)
    sizes.forEach((size, c) => {
      if (left === 0 || shares[c]! >= size) return;
      shares[c]! += 1;
      left -= 1;
    });
  return shares;
}
