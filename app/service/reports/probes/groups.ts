/** Which records of several runs stand side by side: those of one probe with the same options, each run at its last moment. */
import { canonicalJson } from '../../../../engine/spec/hash.ts';
import { PROBE_TYPES, type ProbeSpec, type ProbeType } from '../../../../engine/spec/schema.ts';
import type { ProbeArray, ProbeRow } from '../../../contract/probes.ts';
import type { ProbeReader } from '../../types.ts';
import type { Subject } from '../figures/subject.ts';

/** What a run has of a probe. */
export interface Measured {
  subject: Subject;
  /** The last record. */
  record: ProbeRow;
  /** Steps of all records, growing. */
  steps: number[];
  /** An array of the last record; undefined where it has none of that name. Read when it is asked for, once. */
  array(name: string): ProbeArray | undefined;
}

export interface ProbeGroup {
  type: ProbeType;
  /** Its options as text. */
  common: string;
  /** Those by which this group differs from others of its type; empty where there is only one. */
  special: string;
  /** Runs with numbers, in the order of the report. */
  measured: Measured[];
  /** Runs without, and why. */
  problems: { subject: Subject; problem: string }[];
}

/** Groups in the order of the types; empty where nothing was measured. */
export function probeGroups(probes: ProbeReader, subjects: readonly Subject[]): ProbeGroup[] {
  const rows = subjects.map((subject) => ({ subject, rows: probes.list(subject.run.id) }));
  return PROBE_TYPES.flatMap((type) => {
    const specs = new Map<string, ProbeSpec>();
    for (const { rows: list } of rows)
      for (const { probe } of list) if (probe.type === type) specs.set(optionsKey(probe), probe);
    return [...specs.keys()].map((key): ProbeGroup => {
      const own = rows.flatMap(({ subject, rows: list }) => {
        const records = list.filter(({ probe }) => probe.type === type && optionsKey(probe) === key);
        return records.length === 0 ? [] : [{ subject, records }];
      });
      return {
        type,
        common: optionsText(optionsOf(specs.get(key)!)),
        special: differing(specs.get(key)!, [...specs.values()]),
        measured: own.flatMap(({ subject, records }) => lastOf(probes, subject, records)),
        problems: own.flatMap(({ subject, records }) => {
          const problem = records.findLast((record) => record.problem !== null)?.problem ?? null;
          return problem === null ? [] : [{ subject, problem }];
        }),
      };
    });
  });
}

const optionsOf = ({ type: _type, at: _at, ...options }: ProbeSpec): Record<string, unknown> => options;
const optionsKey = (probe: ProbeSpec): string => canonicalJson(optionsOf(probe));

/** `offset = 10, factor = 2`. */
const optionsText = (options: Record<string, unknown>): string =>
  Object.entries(options)
    .map(([name, value]) => `${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

/** What not all of them have in common. */
function differing(probe: ProbeSpec, all: readonly ProbeSpec[]): string {
  const text = (value: unknown): string => canonicalJson({ value });
  const own = Object.entries(optionsOf(probe)).filter(([name, value]) =>
    all.some((other) => text(optionsOf(other)[name]) !== text(value)),
  );
  return optionsText(Object.fromEntries(own));
}

function lastOf(probes: ProbeReader, subject: Subject, records: readonly ProbeRow[]): Measured[] {
  const sound = records.filter(({ problem }) => problem === null).sort((a, b) => a.step - b.step);
  const record = sound.at(-1);
  if (record === undefined) return [];
  let arrays: ProbeArray[] | null = null;
  return [
    {
      ...{ subject, record, steps: sound.map(({ step }) => step) },
      array: (name) => (arrays ??= probes.arrays(record.id).arrays).find((one) => one.name === name),
    },
  ];
}
