/** Which record of a type is shown: records differ in their options and in their step. Pure. */
import type { ProbeRow } from '../../../../app/contract/probes.ts';
import { formatFieldValue } from '../../../../app/view/spec-values.ts';

/** Records with the same options, by step. */
export interface Variant {
  key: string;
  records: readonly ProbeRow[];
}

const optionsOf = ({ probe }: ProbeRow): [string, unknown][] =>
  Object.entries(probe).filter(([name]) => name !== 'at' && name !== 'type');

/** Records of one type by their options; the options that were used last come first. */
export function variantsOf(rows: readonly ProbeRow[]): Variant[] {
  const groups = new Map<string, ProbeRow[]>();
  for (const row of rows) {
    const key = JSON.stringify(optionsOf(row));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const newest = (records: readonly ProbeRow[]): number => Math.max(...records.map(({ createdAt }) => createdAt));
  return [...groups]
    .map(([key, records]) => ({ key, records: [...records].sort((a, b) => a.step - b.step) }))
    .sort((a, b) => newest(b.records) - newest(a.records));
}

/** The options in which a variant differs from another one, in words. */
export function variantLabel(variant: Variant, all: readonly Variant[]): string {
  const every = all.map(({ records }) => optionsOf(records[0]!));
  return optionsOf(variant.records[0]!)
    .filter(([name, value]) =>
      every.some((options) => JSON.stringify(options.find(([other]) => other === name)?.[1]) !== JSON.stringify(value)),
    )
    .map(([name, value]) => `${name} ${formatFieldValue(value)}`)
    .join(', ');
}

/** Types that were measured, in the order of the list of types. */
export const typesOf = <T extends string>(rows: readonly ProbeRow[], order: readonly T[]): T[] =>
  order.filter((type) => rows.some(({ probe }) => probe.type === type));

/** The record nearest to a step, the later one of two that are equally near. */
export const nearestTo = (records: readonly ProbeRow[], step: number): ProbeRow | undefined =>
  records.reduce<ProbeRow | undefined>(
    (best, row) => (best === undefined || Math.abs(row.step - step) <= Math.abs(best.step - step) ? row : best),
    undefined,
  );

/** Steps of any of the lists, ascending. */
export const stepsOf = (lists: readonly (readonly ProbeRow[])[]): Float64Array =>
  Float64Array.from(new Set(lists.flatMap((rows) => rows.map(({ step }) => step)))).sort();

/** The last step at which all runs that were measured at all have a record; null where there is none. */
export function lastCommon(candidates: readonly (readonly ProbeRow[])[]): number | null {
  const measured = candidates.filter((rows) => rows.length > 0);
  const common = (measured[0] ?? [])
    .map(({ step }) => step)
    .filter((step) => measured.every((rows) => rows.some((row) => row.step === step)));
  return common.length === 0 ? null : Math.max(...common);
}
