/** Canonical form and hashes of a specification: what makes two runs the same experiment. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { RunSpec } from './schema.ts';

/** JSON with keys in code-unit order at every level and no spaces: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, v]) => `${JSON.stringify(key)}:${canonicalJson(v)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** SHA-256 (hex) of the canonical form of a value. */
export const hashOf = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));

/** SHA-256 (hex) of everything that decides the numbers: the spec without its name and its probes. */
export function specHash(spec: RunSpec): string {
  return hashOf({ ...spec, name: undefined, probes: undefined });
}

/** SHA-256 (hex) of the spec without name, probes and seed: equal for the replicates of one experiment. */
export function groupHash(spec: RunSpec): string {
  return hashOf({ ...spec, name: undefined, probes: undefined, seed: undefined });
}
