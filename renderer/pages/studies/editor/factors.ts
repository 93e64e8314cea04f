/** Factors as the editor makes them: from a picked field, and from one form into another. Pure. */
import type { FactorSpec } from '../../../../engine/spec/schema/study.ts';
import type { SpecField } from '../../../state/spec-fields.ts';
import { optionsOf } from './field-list.ts';

export const FACTOR_TYPES = ['values', 'levels', 'random'] as const satisfies readonly FactorSpec['type'][];

/** The one field that a factor varies; null where its levels set several or different ones. */
export function fieldOf(factor: FactorSpec): string | null {
  if (factor.type !== 'levels') return factor.path;
  const paths = new Set(factor.levels.flatMap(({ set }) => Object.keys(set)));
  return paths.size === 1 && factor.levels.every(({ set }) => Object.keys(set).length === 1) ? [...paths][0]! : null;
}

/** Every field that some level of a factor sets. */
export const fieldsOf = (factor: FactorSpec): string[] =>
  factor.type === 'levels' ? [...new Set(factor.levels.flatMap(({ set }) => Object.keys(set)))] : [factor.path];

/** Whether one path is the other, or a group that it lies in. */
export const overlaps = (a: string, b: string): boolean => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);

/** A factor of a picked field that begins with the value of the base; its name is free among `names`. */
export function factorOf(field: SpecField, base: unknown, names: readonly string[]): FactorSpec {
  const wanted = field.title.toLowerCase();
  let name = wanted;
  for (let i = 2; names.includes(name); i++) name = `${wanted} ${i}`;
  const known =
    base === undefined || base === null
      ? (optionsOf(field)
          ?.slice(0, 1)
          .map(({ value }) => value) ?? [])
      : [base];
  return { type: 'values', name, path: field.path, values: known };
}

/** The same factor in another form, with what it has of values. */
export function changeType(factor: FactorSpec, type: FactorSpec['type']): FactorSpec {
  const { name } = factor;
  const path = fieldOf(factor) ?? '';
  const values = valuesOf(factor, path);
  switch (type) {
    case 'values':
      return { type, name, path, values };
    case 'levels':
      return { type, name, levels: values.map((value) => ({ label: labelOf(value), set: { [path]: value } })) };
    case 'random': {
      const numbers = values.filter((value) => typeof value === 'number' && value > 0) as number[];
      const [from, to] = [Math.min(...numbers), Math.max(...numbers)];
      const known = numbers.length > 0;
      return {
        ...{ type, name, path, distribution: 'log-uniform', draws: 10, seed: 1 },
        ...(known ? { from: from / (to > from ? 1 : 10), to: to * (to > from ? 1 : 10) } : { from: 0.001, to: 1 }),
      };
    }
    default:
      return type satisfies never;
  }
}

/** How a value is called as a level, as the engine does. */
export const labelOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function valuesOf(factor: FactorSpec, path: string): unknown[] {
  switch (factor.type) {
    case 'values':
      return factor.values;
    case 'levels':
      return factor.levels.map(({ set }) => set[path]);
    case 'random':
      return [factor.from, factor.to];
    default:
      return factor satisfies never;
  }
}
