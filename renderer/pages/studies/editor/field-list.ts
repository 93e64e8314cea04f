/** The fields of a specification that a study can vary, for picking from a list instead of typing paths. Pure. */
import { m } from '../../../messages/index.ts';
import { groupTitle, specFields, type SchemaNode, type SpecField } from '../../../state/spec-fields.ts';

/** Which run it is and what is looked at, not what is computed; seeds have a place of their own. */
const NOT_VARIED = /^(format|name|seed|probes|record\..*)$/;

/** The node of a field's value where it may be absent. */
export const filledNode = (node: SchemaNode): SchemaNode => node.anyOf?.find((one) => one.type !== 'null') ?? node;

function isSimple({ node, variants }: SpecField): boolean {
  if (Object.keys(variants).length > 0) return true;
  const { properties, items } = filledNode(node);
  return node.const === undefined && properties === undefined && !items?.properties && !items?.oneOf;
}

/** Every field with a value of its own, in the order of the form. */
export const studyFields: readonly SpecField[] = specFields().filter(
  (field) => !NOT_VARIED.test(field.path) && isSimple(field),
);

/** Where a field stands, in words: "Optimizer". */
export const placeOf = ({ path }: SpecField): string => (path.includes('.') ? groupTitle(path) : '');

/**
 * The fields in which every word of `text` occurs: those that `isThere` knows first, and among them those that have the
 * words in their title.
 */
export function searchFields(text: string, isThere: (path: string) => boolean): SpecField[] {
  const wanted = text.trim().toLowerCase();
  const words = wanted.split(/\s+/).filter((word) => word !== '');
  const within = (where: string): boolean => words.every((word) => where.toLowerCase().includes(word));
  const rank = (field: SpecField): number =>
    (isThere(field.path) ? 0 : 4) + (field.title.toLowerCase() === wanted ? 0 : within(field.title) ? 1 : 2);
  return studyFields
    .filter((field) =>
      within([field.title, placeOf(field), field.path, field.description, ...Object.values(field.variants)].join(' ')),
    )
    .sort((a, b) => (words.length === 0 ? 0 : rank(a) - rank(b)));
}

/** The few values that a field can have, with their names; null where there are too many to list. */
export function optionsOf({ path, node, variants }: SpecField): { value: unknown; label: string }[] | null {
  if (Object.keys(variants).length > 0)
    return Object.entries(variants).map(([value, title]) => ({ value, label: title || value }));
  if (node.type === 'boolean')
    return [true, false].map((value) => ({ value, label: value ? m.format.yes : m.format.no }));
  const words = m.newRun.choices[path.split('.').at(-1) ?? ''] ?? {};
  return node.enum?.map((value) => ({ value, label: words[String(value)] ?? String(value) })) ?? null;
}
