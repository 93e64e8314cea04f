/** What a choice is called, for sentences: the titles that the schema gives its variants. */
import { runSpecJsonSchema } from './schema.ts';

interface Node {
  title?: string;
  const?: unknown;
  properties?: Record<string, Node>;
  oneOf?: Node[];
}

/**
 * Title of the variant `value` at a dotted path, e.g. `model.normalization`, `batch`: "Batch normalization". The value
 * itself where the schema knows none.
 */
export function variantTitle(path: string, value: string): string {
  let nodes: Node[] = [runSpecJsonSchema() as Node];
  for (const key of path.split('.'))
    nodes = nodes.flatMap((node) => [node, ...(node.oneOf ?? [])].flatMap((one) => one.properties?.[key] ?? []));
  const variants = nodes.flatMap((node) => node.oneOf ?? []);
  const named = variants.find((one) => Object.values(one.properties ?? {}).some((field) => field.const === value));
  return named?.title ?? value;
}
