/** Several comparisons at once. */

/**
 * P values adjusted so that the chance of even one false finding stays below the level that they are held against (Holm
 * 1979). In the order given; null stays null: where nothing could be tested there is nothing to correct for.
 */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const tested = pValues.flatMap((p, i) => (p === null ? [] : [{ p, i }])).sort((a, b) => a.p - b.p);
  const adjusted = pValues.map((): number | null => null);
  let largest = 0;
  tested.forEach(({ p, i }, rank) => {
    largest = Math.max(largest, Math.min(1, (tested.length - rank) * p));
    adjusted[i] = largest;
  });
  return adjusted;
}
