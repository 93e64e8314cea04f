/** Reading and replacing values inside plain objects by dotted path. Pure. */

export type Plain = Record<string, unknown>;

/** The value at `path`; undefined where there is none. */
export function valueAt(root: unknown, path: string): unknown {
  let node = root;
  for (const key of path.split('.')) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = (node as Plain)[key];
  }
  return node;
}

/** A copy of `root` with `value` at `path`; nothing else is touched. Items of lists go by their positions. */
export function withValueAt(root: unknown, path: string, value: unknown): Plain {
  const [key = '', ...rest] = path.split('.');
  if (Array.isArray(root)) {
    const item: unknown = rest.length === 0 ? value : withValueAt(root[Number(key)], rest.join('.'), value);
    return root.with(Number(key), item) as unknown as Plain;
  }
  const group: Plain = typeof root === 'object' && root !== null && !Array.isArray(root) ? (root as Plain) : {};
  return { ...group, [key]: rest.length === 0 ? value : withValueAt(group[key], rest.join('.'), value) };
}

/** Whether two values of a spec are the same, lists and groups compared by content. */
export const sameValue = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
