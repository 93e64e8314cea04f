/** Seeds as a person writes them: "1, 2, 5" or "1-5". Pure. */
import { m } from '../../messages/index.ts';

/** Most runs that one click may start. */
export const MOST_SEEDS = 1000;
const LARGEST = 0xffff_ffff;

export type Seeds = { ok: true; seeds: number[] } | { ok: false; message: string };

/** Reads a list of seeds and ranges; each seed once, in the order written. */
export function parseSeeds(text: string): Seeds {
  const seeds = new Set<number>();
  for (const part of text.split(/[\s,;]+/).filter((p) => p !== '')) {
    const match = /^(\d+)(?:\s*[-–]\s*(\d+))?$/.exec(part);
    const from = Number(match?.[1] ?? NaN);
    const to = Number(match?.[2] ?? from);
    if (!(from <= to && to <= LARGEST)) return { ok: false, message: m.newRun.seedsBad(part) };
    if (to - from >= MOST_SEEDS) return { ok: false, message: m.newRun.seedsMany(to - from + 1, MOST_SEEDS) };
    for (let seed = from; seed <= to; seed++) seeds.add(seed);
  }
  if (seeds.size === 0) return { ok: false, message: m.newRun.seedsNone };
  if (seeds.size > MOST_SEEDS) return { ok: false, message: m.newRun.seedsMany(seeds.size, MOST_SEEDS) };
  return { ok: true, seeds: [...seeds] };
}
