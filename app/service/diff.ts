/** What differs between specifications, field by field. Knows nothing of results: metrics are compared in compare.ts. */
import { canonicalJson } from '../../engine/spec/hash.ts';
import { RunSpec } from '../../engine/spec/schema.ts';
import type { Comparison, DiffValue } from '../contract/compare.ts';

type Group = Record<string, unknown>;

/** Fields that say which run it is, not what it computes: shown, but never counted as a difference. */
const IDENTITY: ReadonlySet<string> = new Set(['name', 'format']);

const isGroup = (value: unknown): value is Group =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

/** Keys of all groups in one order: as they stand in each, what only later groups have right after its predecessor. */
function mergedKeys(groups: readonly Group[]): string[] {
  const keys: string[] = [];
  for (const group of groups) {
    let position = 0;
    for (const key of Object.keys(group)) {
      const known = keys.indexOf(key);
      if (known === -1) keys.splice(position++, 0, key);
      else position = known + 1;
    }
  }
  return keys;
}

/**
 * The leaf fields of N specs, in the order of the schema; `values` is in the order of `specs`. Lists are leaves. A field
 * that a spec lacks is `missing`, which differs from null, false, 0 and ""; so does the number 1 from the text "1".
 */
export function diffSpecs(specs: readonly RunSpec[]): Comparison['spec'] {
  const leaves: Comparison['spec'] = [];
  const skeleton: unknown = RunSpec.parse({});

  const walk = (path: string, order: unknown, nodes: readonly unknown[]): void => {
    const groups = nodes.filter(isGroup);
    if (groups.length === 0 || nodes.some((node) => node !== undefined && !isGroup(node))) {
      leaves.push(leaf(path, nodes));
      return;
    }
    for (const key of mergedKeys([...(isGroup(order) ? [order] : []), ...groups])) {
      const children = nodes.map((node) => (isGroup(node) ? node[key] : undefined));
      // The skeleton only gives the order: what no spec has is no field of theirs.
      if (children.some((child) => child !== undefined))
        walk(join(path, key), isGroup(order) ? order[key] : undefined, children);
    }
  };
  walk('', skeleton, specs);
  return leaves;
}

function leaf(path: string, nodes: readonly unknown[]): Comparison['spec'][number] {
  const values = nodes.map<DiffValue>((value) => (value === undefined ? { missing: true } : { missing: false, value }));
  const texts = new Set(values.map((value) => (value.missing ? '' : canonicalJson(value.value))));
  return { path, differs: texts.size > 1 && !IDENTITY.has(path), values };
}
