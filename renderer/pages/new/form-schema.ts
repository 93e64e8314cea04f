/**
 * How the form is laid out: which fields of the schema stand in which section. A field that is new in the schema appears
 * in the form by itself. Pure.
 */
import { discriminatorOf, specSchema, type SchemaNode } from '../../state/spec-fields.ts';
import { valueAt, type Plain } from './paths.ts';

export const SECTIONS = ['data', 'model', 'normalization', 'optimizer', 'training', 'recording'] as const;
export type Section = (typeof SECTIONS)[number];

/** A node of the schema and where it stands in the spec. */
export interface FormField {
  path: string;
  node: SchemaNode;
}

/** Longest matching prefix decides. */
const PLACES: Record<string, Section> = {
  data: 'data',
  model: 'model',
  'model.normalization': 'normalization',
  'model.reparameterization': 'normalization',
  loss: 'model',
  optimizer: 'optimizer',
  schedule: 'optimizer',
  training: 'training',
  evaluation: 'recording',
  record: 'recording',
};

/** Asked at the head of the form, not in a section. */
const ELSEWHERE = new Set(['format', 'name', 'seed', 'probes']);

/** The fields of each section, in the order of the schema. */
export const FORM: ReadonlyMap<Section, readonly FormField[]> = (() => {
  const form = new Map<Section, FormField[]>(SECTIONS.map((section) => [section, []]));
  const fields = childrenOf('', specSchema).filter(({ path }) => !ELSEWHERE.has(path));
  for (const field of fields.flatMap((f) => (f.node.properties === undefined ? [f] : childrenOf(f.path, f.node))))
    for (const one of [field, ...sharedFields(field)]) form.get(sectionOf(one.path))?.push(one);
  return form;
})();

/** Fields that every variant of a choice has, with groups of their own; they get places of their own in the form. */
function sharedFields({ path, node }: FormField): FormField[] {
  const variants = node.oneOf ?? [];
  return childrenOf(path, variants[0] ?? {}).filter(({ path: at }) => {
    const key = at.slice(path.length + 1);
    return path === 'model' && variants.every((variant) => variant.properties?.[key] !== undefined);
  });
}

const PLACED = new Set(
  sharedFields({ path: 'model', node: specSchema.properties?.['model'] ?? {} }).map((f) => f.path),
);

/** True for fields that stand in the form by themselves, not inside the choice whose variants have them. */
export const standsAlone = (path: string): boolean => PLACED.has(path);

/** The fields of a group, constants left out: there is nothing to choose about them. */
export function childrenOf(path: string, node: SchemaNode): FormField[] {
  return Object.entries(node.properties ?? {})
    .filter(([, child]) => child.const === undefined)
    .map(([key, child]) => ({ path: path === '' ? key : `${path}.${key}`, node: child }));
}

/** The section that a path of the spec belongs to. */
export function sectionOf(path: string): Section {
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length--) {
    const place = PLACES[parts.slice(0, length).join('.')];
    if (place !== undefined) return place;
  }
  return 'training';
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
