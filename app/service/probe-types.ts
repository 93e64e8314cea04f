/** What a person can do with probes, as types; part of the contract in types.ts. */
import type { Activity } from '../../engine/events.ts';
import type { ProbeArray, ProbeRecord } from '../../engine/probes/record.ts';
import type { Part } from '../../engine/split-data.ts';

export type { Activity } from '../../engine/events.ts';
export type { ProbeArray } from '../../engine/probes/record.ts';

/** What a probe measured, as lists show it. */
export interface ProbeRow extends Omit<ProbeRecord, 'samples' | 'arrays'> {
  id: number;
  runId: string;
  /** Where its samples are from, and how many they were. */
  part: Part;
  samples: number;
  createdAt: number;
  arrays: Omit<ProbeArray, 'data'>[];
}

/** What else is kept of it. */
export interface ProbeArrays {
  /** The samples' rows in the dataset. */
  rows: Int32Array;
  arrays: ProbeArray[];
}

/** A probe as a person may write it: every field but the type has a default. */
export type ProbeInput = { type: string } & Record<string, unknown>;

export interface ProbeService {
  /** Everything measured in a run, by type and step. */
  list(runId: string): ProbeRow[];
  get(id: number): ProbeRow;
  arrays(id: number): ProbeArrays;
  /** Takes a probe of a run that has ended, at each of its moments; those that were stopped give nothing. */
  take(runId: string, probe: ProbeInput, progress?: (activity: Activity) => void): Promise<ProbeRow[]>;
  /** The same without waiting; what goes wrong later becomes the problem of its record. */
  start(runId: string, probe: ProbeInput): void;
  /** How long that will take; refuses what cannot be taken. */
  estimate(runId: string, probe: ProbeInput): Promise<ProbeEstimate>;
  /** Stops what is being measured of a run, and what waits. */
  stop(runId: string): void;
  remove(id: number): void;
}

/** What was measured, for whom only looks. */
export type ProbeReader = Pick<ProbeService, 'list' | 'arrays'>;

/** What a probe will take on this machine. */
export interface ProbeEstimate {
  /** Seconds of measuring at one moment. */
  seconds: number;
  /** How often that is. */
  moments: number;
  /** Seconds of all moments; after a run, with the training that is repeated to come to a step without a checkpoint. */
  total: number;
  /** Bytes in the database, of all moments. */
  bytes: number;
}
