/**
 * Every path of a schema as a flat list, so that what was released can be kept and compared (test/fixtures). Paths are
 * written as engine/spec/history.ts writes them: `model(kind=mlp).normalization(type=batch).eps`, `probes.*(type=hessian)`.
 */
import { z } from 'zod';
import { Settings } from '../../app/contract/settings.ts';
import { runSpecJsonSchema } from '../../engine/spec/schema.ts';
import { studySpecJsonSchema } from '../../engine/spec/schema/study.ts';

/** What may stand at a path, and what does where nothing is said. */
export interface SchemaPath {
  /** Kinds (`integer`, `group`, `list`, ...), single values as JSON, and variants as `(type=batch)`. */
  is: string[];
  default?: unknown;
}
export type SchemaPaths = Record<string, SchemaPath>;

type Node = Record<string, unknown>;
const DISCRIMINATORS = ['kind', 'type', 'method'];

/** The paths of a JSON Schema as zod makes it; `''` is the whole. A part that holds itself is described once. */
export function schemaPaths(schema: Node): SchemaPaths {
  const definitions = (schema['$defs'] ?? {}) as Record<string, Node>;
  const paths: SchemaPaths = {};

  const describe = (node: Node, path: string, inside: readonly string[]): string[] => {
    if (typeof node['$ref'] === 'string') {
      const name = node['$ref'].split('/').at(-1)!;
      return inside.includes(name) ? ['itself'] : describe(definitions[name]!, path, [...inside, name]);
    }
    const options = (node['oneOf'] ?? node['anyOf']) as Node[] | undefined;
    if (options !== undefined) return options.flatMap((option) => describe(option, path, inside));
    if ('const' in node) return [JSON.stringify(node['const'])];
    if (Array.isArray(node['enum'])) return node['enum'].map((value) => JSON.stringify(value));
    if (node['type'] === 'array') {
      add(`${path}.*`, node['items'] as Node, inside);
      return ['list'];
    }
    const fields = node['properties'] as Record<string, Node> | undefined;
    if (fields === undefined) return [typeof node['type'] === 'string' ? node['type'] : 'anything'];
    const key = DISCRIMINATORS.find((name) => fields[name]?.['const'] !== undefined);
    const variant = key === undefined ? '' : `(${key}=${String(fields[key]!['const'])})`;
    for (const [name, field] of Object.entries(fields))
      if (name !== key) add(`${path}${variant}${path + variant === '' ? '' : '.'}${name}`, field, inside);
    return [variant === '' ? 'group' : variant];
  };
  const add = (path: string, node: Node, inside: readonly string[]): void => {
    const entry: SchemaPath = { is: [] };
    paths[path] = entry;
    entry.is = describe(node, path, inside);
    if ('default' in node) entry.default = node['default'];
  };
  describe(schema, '', []);
  return paths;
}

/** The paths of all that is stored as JSON and may grow. Probes are part of runs. */
export const storedSchemas = () => ({
  run: schemaPaths(runSpecJsonSchema()),
  study: schemaPaths(studySpecJsonSchema()),
  settings: schemaPaths(z.toJSONSchema(Settings) as Node),
});
export type StoredSchemas = ReturnType<typeof storedSchemas>;
