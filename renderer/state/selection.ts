/** Choosing several things from a list by check boxes. Pure. */

/** The selection after one id was toggled. */
export function toggled(selected: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return withAll(selected, [id], !selected.has(id));
}

/** The selection with all of `ids` in it, or without them. */
export function withAll(selected: ReadonlySet<string>, ids: readonly string[], chosen: boolean): ReadonlySet<string> {
  const next = new Set(selected);
  for (const id of ids) {
    if (chosen) next.add(id);
    else next.delete(id);
  }
  return next;
}

/** The ids between two of a list, both included, in either order; only the second where the first is not there. */
export function between(ids: readonly string[], from: string, to: string): readonly string[] {
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)];
  return a < 0 || b < 0 ? [to] : ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}
