/**
 * The values of numbers of probes that a metric names (../../engine/metrics.ts): `@100` is the record at step 100, `@end`
 * one that was taken at the end of its run; without either it is the last record that has the number. Not for arrays.
 */
import { PROBE_PREFIX, type ProbeMetric } from '../../engine/metrics.ts';
import { nearest } from '../../engine/spec/parse.ts';
import { PROBE_TYPES, type Moment } from '../../engine/spec/schema.ts';
import { AppError } from '../errors.ts';
import type { ProbeRow } from '../contract/probes.ts';

/**
 * The number `name` (`<type>.<number>`) of one run's records at a moment, at the last one that has it where `moment` is null;
 * null where there is none. May be non-finite. Of several records at one step (the same probe with other options) the one
 * that was taken last counts.
 */
export function probeValue(rows: readonly ProbeRow[], name: string, moment: Moment | null = null): number | null {
  const found = rows
    .filter(({ step, probe }) => moment === null || (moment === 'end' ? probe.at[0] === 'end' : step === moment))
    .flatMap((row) => {
      const value = row.numbers[numberOf(name, row)];
      return value === undefined ? [] : [{ ...row, value }];
    })
    .sort((a, b) => a.step - b.step || a.createdAt - b.createdAt || a.id - b.id);
  return found.at(-1)?.value ?? null;
}

/** The part of `name` after the type of this record; a name of another type is no number of it. */
const numberOf = (name: string, { probe: { type } }: ProbeRow): string =>
  name.startsWith(`${type}.`) ? name.slice(type.length + 1) : '';

/** Names of all numbers of these records, without moments, each once. */
export const probeNames = (rows: readonly ProbeRow[]): string[] => [
  ...new Set(rows.flatMap(({ probe, numbers }) => Object.keys(numbers).map((name) => `${probe.type}.${name}`))),
];

/** The values of a metric for several runs. Throws AppError `invalid-input` where none of them has it. */
export function probeValues(runs: readonly (readonly ProbeRow[])[], { name, moment }: ProbeMetric): (number | null)[] {
  const values = runs.map((rows) => probeValue(rows, name, moment));
  if (values.some((value) => value !== null)) return values;
  throw new AppError(
    'invalid-input',
    `metric is ${JSON.stringify(PROBE_PREFIX + name)}, ${missing(runs.flat(), { name, moment })}`,
  );
}

/** Why there is no value, and the remedy. */
function missing(rows: readonly ProbeRow[], { name, moment }: ProbeMetric): string {
  const names = probeNames(rows);
  if (names.includes(name)) {
    const steps = rows.filter((row) => numberOf(name, row) in row.numbers).map(({ step }) => step);
    const known = [...new Set(steps)].sort((a, b) => a - b).join(', ');
    return `which was not measured at ${moment === 'end' ? 'the end' : `step ${moment}`}. Measured at steps: ${known}.`;
  }
  const near = nearest(name, names);
  if (near !== null) return `which no run has. Did you mean ${PROBE_PREFIX}${near}?`;
  const type = PROBE_TYPES.find((one) => name === one || name.startsWith(`${one}.`));
  const same = names.filter((one) => one.startsWith(`${type}.`)).slice(0, SHOWN);
  if (same.length > 0) return `which no run has. There are ${same.map((one) => PROBE_PREFIX + one).join(', ')} ...`;
  return type === undefined
    ? `which names no probe. Give probe.<type>.<number> with one of the types ${PROBE_TYPES.join(', ')}.`
    : `which no run has. Take it with normscope probe <run> --type ${type}.`;
}

/** Names that a message lists: a probe may have hundreds. */
const SHOWN = 8;
