/** Where a study stands, and what can be done about it. Pure. */
import type { StudyProgress, StudyRow } from '../../../app/contract/studies.ts';

export const STANDINGS = ['new', 'running', 'paused', 'stopped', 'partial', 'done'] as const;
/** `partial`: some runs are there, and nothing is under way. */
export type Standing = (typeof STANDINGS)[number];

/** Where a study stands; runs that are there without it having been started count as begun. */
export function standingOf({ state, progress }: Pick<StudyRow, 'state' | 'progress'>): Standing {
  if (progress.runs > 0 && progress.ended === progress.runs) return 'done';
  if (state === 'paused' || state === 'stopped') return state;
  if (state === 'running' && progress.underWay + progress.queued > 0) return 'running';
  return progress.ended + progress.broken > 0 ? 'partial' : 'new';
}

export type StudyAction = 'start' | 'continue' | 'resume' | 'pause' | 'stop' | 'more-seeds';

/** What can be done, the likeliest first. */
export function actionsOf(standing: Standing): StudyAction[] {
  switch (standing) {
    case 'new':
      return ['start'];
    case 'running':
      return ['pause', 'stop'];
    case 'paused':
      return ['resume', 'stop'];
    case 'stopped':
    case 'partial':
      return ['continue', 'more-seeds'];
    case 'done':
      return ['more-seeds'];
    default:
      return standing satisfies never;
  }
}

/** The part of the runs that have ended, 0 to 1. */
export const shareDone = ({ runs, ended }: StudyProgress): number => (runs === 0 ? 0 : ended / runs);

/** Built-in studies by claim, each with its sizes; names end in "-quick" or "-full". */
export interface Claim {
  key: string;
  sizes: { size: 'quick' | 'full' | ''; row: StudyRow }[];
}

/** Both sizes of a claim together, the claims by their numbers, whether they were started or not. */
export function claimsOf(rows: readonly StudyRow[]): Claim[] {
  const claims = new Map<string, Claim>();
  for (const row of rows.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))) {
    const [, key = row.name, size = ''] = /^(.*)-(quick|full)$/.exec(row.name) ?? [];
    const claim = claims.get(key) ?? { key, sizes: [] };
    const entry = { size: size as 'quick' | 'full' | '', row };
    // By name, full comes before quick.
    claim.sizes = size === 'quick' ? [entry, ...claim.sizes] : [...claim.sizes, entry];
    claims.set(key, claim);
  }
  return [...claims.values()];
}
