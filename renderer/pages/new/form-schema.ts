/**
 * How the form is laid out: which fields of the schema stand in which section. A field that is new in the schema appears
 * in the form by itself. Pure.
 */
import { childrenOf, type FormField } from '../../state/schema-nodes.ts';
import { specSchema } from '../../state/spec-fields.ts';

export const SECTIONS = ['data', 'model', 'normalization', 'optimizer', 'training', 'recording', 'probes'] as const;
export type Section = (typeof SECTIONS)[number];

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
  probes: 'probes',
};

/** Asked at the head of the form, not in a section. */
const ELSEWHERE = new Set(['format', 'name', 'seed']);

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

/** The section that a path of the spec belongs to. */
export function sectionOf(path: string): Section {
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length--) {
    const place = PLACES[parts.slice(0, length).join('.')];
    if (place !== undefined) return place;
  }
  return 'training';
}
