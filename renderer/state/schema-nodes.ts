/** The walk over the schema that forms do: the fields of a group, the variants of a choice. Pure. Fields by path: spec-fields.ts. */
import { valueAt, type Plain } from './paths.ts';
import { discriminatorOf, type SchemaNode } from './spec-fields.ts';

/** A node of the schema and where it stands in the spec. */
export interface FormField {
  path: string;
  node: SchemaNode;
}

/** The fields of a group, constants left out: there is nothing to choose about them. */
export function childrenOf(path: string, node: SchemaNode): FormField[] {
  return Object.entries(node.properties ?? {})
    .filter(([, child]) => child.const === undefined)
    .map(([key, child]) => ({ path: path === '' ? key : `${path}.${key}`, node: child }));
}

/** A union's variants with the name of the property that tells them apart. */
export function variantsOf(node: SchemaNode): { key: string; variants: { value: string; node: SchemaNode }[] } {
  const variants = node.oneOf ?? [];
  const key = discriminatorOf(variants);
  return { key, variants: variants.map((v) => ({ value: String(v.properties?.[key]?.const), node: v })) };
}

/** The value of a union after another variant was chosen: its defaults, and what it shares with the one before. */
export function switchVariant(node: SchemaNode, value: string, before: unknown): Plain {
  const { key, variants } = variantsOf(node);
  const fields = variants.find((v) => v.value === value)?.node.properties ?? {};
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      if (name === key) return [name, value];
      return [name, valueAt(before, name) ?? field.default];
    }),
  );
}
