/**
 * Hashes of a specification: what makes two runs the same experiment. They are taken of its earliest form (history.ts), so
 * that a field which comes later changes no hash of what meant the same before.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from './canonical.ts';
import { earliestRun } from './history.ts';
import type { RunSpec } from './schema.ts';

export { canonicalJson } from './canonical.ts';

/** SHA-256 (hex) of the canonical form of a value. */
export const hashOf = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));

/** SHA-256 (hex) of everything that decides the numbers: the spec without its name and its probes. */
export function specHash(spec: RunSpec): string {
  return hashOf({ ...earliestRun(spec), name: undefined, probes: undefined });
}

/** SHA-256 (hex) of the spec without name, probes and seed: equal for the replicates of one experiment. */
export function groupHash(spec: RunSpec): string {
  return hashOf({ ...earliestRun(spec), name: undefined, probes: undefined, seed: undefined });
}
