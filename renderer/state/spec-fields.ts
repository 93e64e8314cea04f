/**
 * The fields of a specification by path, with the titles, help and units that its schema gives them: for tables and
 * comparisons that show settings by name. The walk that forms do over the schema: schema-nodes.ts.
 */
import { runSpecJsonSchema } from '../../engine/spec/schema.ts';
import { m } from '../messages/index.ts';
import { formatFieldValue } from '../../app/view/spec-values.ts';

/** The parts of a JSON Schema node that the page reads. */
export interface SchemaNode {
  title?: string;
  description?: string;
  unit?: string;
  /** Of a variant: what it computes. */
  formula?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  properties?: Record<string, SchemaNode>;
  items?: SchemaNode;
  oneOf?: SchemaNode[];
  /** A value that may be absent: the node of the value, and that of null. */
  anyOf?: SchemaNode[];
}

export interface SpecField {
  path: string;
  title: string;
  description: string;
  unit: string;
  /** Titles of the variants, where the field chooses one: `model.normalization.type`. */
  variants: Record<string, string>;
  /** What it may be. */
  node: SchemaNode;
}

/** The whole schema, read once. */
export const specSchema: SchemaNode = runSpecJsonSchema() as SchemaNode;

/** The property whose constant tells the variants of a union apart. */
export function discriminatorOf(variants: readonly SchemaNode[]): string {
  const first = variants[0]?.properties ?? {};
  return Object.keys(first).find((key) => variants.every((v) => v.properties?.[key]?.const !== undefined)) ?? 'type';
}

const FIELDS = new Map<string, SpecField>();
collect(specSchema, '');

function collect(node: SchemaNode, path: string): void {
  const join = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const add = (at: string, of: SchemaNode, variants: Record<string, string> = {}): void => {
    if (!FIELDS.has(at))
      FIELDS.set(at, {
        path: at,
        title: of.title ?? at,
        description: of.description ?? '',
        unit: of.unit ?? '',
        variants,
        node: of,
      });
  };
  if (node.oneOf !== undefined) {
    const key = discriminatorOf(node.oneOf);
    const titles = node.oneOf.map((v) => [String(v.properties?.[key]?.const), v.title ?? ''] as const);
    add(join(key), node, Object.fromEntries(titles));
    for (const variant of node.oneOf) collect(variant, path);
  } else if (node.properties !== undefined) {
    for (const [key, child] of Object.entries(node.properties)) collect(child, join(key));
  } else add(path, node);
}

/** What is known of the field at `path`; for unknown paths the path itself is the title. */
export function specField(path: string): SpecField {
  return FIELDS.get(path) ?? { path, title: path, description: '', unit: '', variants: {}, node: {} };
}

/** Every field of a specification that holds a value, in the order of the schema. */
export const specFields = (): SpecField[] => [...FIELDS.values()];

/** Titles for fields shown side by side: those that would read alike get the title of their group in front. */
export function fieldTitles(paths: readonly string[]): Map<string, string> {
  const plain = paths.map((path) => specField(path).title);
  return new Map(
    paths.map((path, i) => {
      const title = plain[i] ?? path;
      return [path, plain.filter((other) => other === title).length > 1 ? `${groupTitle(path)}: ${title}` : title];
    }),
  );
}

/** Title of the group that a field stands in, e.g. "Normalization" for `model.normalization.momentum`. */
export const groupTitle = (path: string): string => titleAt(path.split('.').slice(0, -1).join('.'));

/** Title of the node at a dotted path, whichever variant of a choice has it; the path where there is none. */
export function titleAt(group: string): string {
  let node: SchemaNode | undefined = specSchema;
  for (const key of group.split('.'))
    node = node?.properties?.[key] ?? node?.oneOf?.find((v) => v.properties?.[key])?.properties?.[key];
  return node?.title ?? group;
}

/** A value of a spec in the words of the form, with its unit where it has one and a value. */
export const specQuantity = (path: string, value: unknown): string => {
  const { unit } = specField(path);
  return unit === '' || value === null || value === undefined
    ? specValue(path, value)
    : `${specValue(path, value)} ${unit}`;
};

/** A value of a spec in the words of the form. */
export function specValue(path: string, value: unknown): string {
  if (typeof value === 'string') {
    const word = specField(path).variants[value] ?? m.newRun.choices[path.split('.').at(-1) ?? '']?.[value];
    if (word !== undefined && word !== '') return word;
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return formatFieldValue(value);
    const texts = value.map((v) => (isTyped(v) ? itemText(path, v) : specValue(path, v)));
    return texts.join(value.some(isTyped) ? '; ' : ', ');
  }
  return formatFieldValue(value);
}

type Typed = { type: string } & Record<string, unknown>;
const isTyped = (value: unknown): value is Typed =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** An item of a list of choices, such as a probe or a layer: its title, then its options. */
function itemText(path: string, { type, ...options }: Typed): string {
  const known = specSchema.properties?.[path]?.items?.oneOf ?? [];
  const variant = known.find(({ properties }) => properties?.['type']?.const === type);
  const texts = Object.entries(options).map(
    ([key, value]) =>
      `${(variant?.properties?.[key]?.title ?? key).toLowerCase()} ${specValue(`${path}.${key}`, value)}`,
  );
  return [variant?.title ?? type, ...(texts.length === 0 ? [] : [texts.join(', ')])].join(': ');
}

/** Every leaf of a spec with its path, in the order of the spec; lists are leaves. */
export function specLeaves(spec: unknown, path = ''): [string, unknown][] {
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) return [[path, spec]];
  return Object.entries(spec).flatMap(([key, value]) => specLeaves(value, path === '' ? key : `${path}.${key}`));
}
