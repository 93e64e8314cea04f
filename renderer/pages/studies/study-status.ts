/** What can be done about a study, and how claims are listed. Where one stands: app/view/statuses.ts. Pure. */
import type { StudyProgress, StudyRow } from '../../../app/contract/studies.ts';
import type { Standing } from '../../../app/view/statuses.ts';

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
