/** In which order the runs of a study are carried out, so that early results say something about every arm. */
import type { Slot } from './find-runs.ts';
import type { PlannedStudy } from './plan.ts';

/**
 * All cells with the first seed, then all with the next one; within a seed the arms take turns, each with its first level,
 * then each with its next.
 */
export function inOrder(slots: readonly Slot[], { spec, plan }: PlannedStudy): Slot[] {
  const turns = new Map<string, number>();
  const turnOf = plan.cells.map(({ arm }) => {
    const turn = turns.get(arm) ?? 0;
    turns.set(arm, turn + 1);
    return turn;
  });
  const placeOf = new Map(spec.seeds.map((seed, place) => [seed, place]));
  return slots.toSorted(
    (a, b) => placeOf.get(a.seed)! - placeOf.get(b.seed)! || turnOf[a.cell]! - turnOf[b.cell]! || a.cell - b.cell,
  );
}
