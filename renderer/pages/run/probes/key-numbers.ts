/** The numbers of a record that are about the whole network, for a small table beside its figures. Pure. */
import type { ProbeRow } from '../../../../app/contract/probes.ts';
import { m } from '../../../messages/index.ts';

export interface KeyNumbers {
  /** Empty where there is one column without a name. */
  columns: readonly string[];
  rows: readonly { name: string; values: readonly (number | undefined)[] }[];
}

const HESSIAN = 'loss,gradient norm,lambda1,ratio11,smallest,trace,trace error,concentration,parameters'.split(',');
/** Told in words, or told by others of the list. */
const LEFT_OUT = new Set([
  ...['stuck', 'loss minimum', 'loss maximum', 'gradient change minimum', 'gradient change maximum'],
]);

export function keyNumbers({ probe, numbers, statistics }: ProbeRow): KeyNumbers {
  const nameOf = (name: string): string => m.probes.numberNames[name] ?? name;
  if (probe.type === 'hessian')
    return {
      columns: statistics.map((mode) => m.probes.statisticsWords[mode] ?? mode),
      rows: HESSIAN.map((name) => ({ name, values: statistics.map((mode) => numbers[`${mode}/${name}`]) }))
        // One random vector has no spread.
        .filter(({ name, values }) =>
          values.some((value) => (name === 'trace error' ? value! >= 0 : value !== undefined)),
        )
        .map(({ name, values }) => ({ name: nameOf(name), values })),
    };
  return {
    columns: [],
    rows: Object.entries(numbers)
      .filter(([name]) => !name.includes('/') && !LEFT_OUT.has(name))
      .map(([name, value]) => ({ name: nameOf(name), values: [value] })),
  };
}

/** Those of several records in one list, by name; undefined where a record lacks one or there is no record. */
export function keyNumbersOf(
  records: readonly (ProbeRow | null)[],
): { name: string; values: (number | undefined)[] }[] {
  const lists = records.map((record) => (record === null ? [] : flat(keyNumbers(record))));
  const names = [...new Set(lists.flatMap((list) => list.map(([name]) => name)))];
  return names.map((name) => ({ name, values: lists.map((list) => list.find(([other]) => other === name)?.[1]) }));
}

const flat = ({ columns, rows }: KeyNumbers): [string, number | undefined][] =>
  rows.flatMap(({ name, values }) =>
    values.map((value, i): [string, number | undefined] => [
      columns.length === 0 ? name : `${name}, ${columns[i]!}`,
      value,
    ]),
  );
