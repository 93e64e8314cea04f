/** The leaves of a specification under the headings they belong to, in the order of the specification. Pure. */
import { titleAt } from '../../state/spec-fields.ts';

export interface SpecGroup {
  title: string;
  leaves: [path: string, value: unknown][];
}

/** Fields that say which file or run it is, not what is computed. */
const SKIPPED: ReadonlySet<string> = new Set(['format', 'name']);

/** Groups by the first word of the path; normalization is what this program is about and stands by itself. */
export function specGroups(leaves: readonly [string, unknown][]): SpecGroup[] {
  const groups = new Map<string, SpecGroup>();
  for (const [path, value] of leaves) {
    if (SKIPPED.has(path)) continue;
    const words = path.split('.');
    const norm = words[0] === 'model' && words[1] === 'normalization';
    const key = norm ? 'model.normalization' : words.length === 1 ? 'training' : words[0]!;
    const group = groups.get(key) ?? { title: titleAt(key), leaves: [] };
    group.leaves.push([path, value]);
    groups.set(key, group);
  }
  return [...groups.values()];
}
