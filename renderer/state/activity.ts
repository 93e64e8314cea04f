/** What a run is busy with beside training, in words. Pure. */
import type { Activity } from '../../app/contract/runs.ts';
import { m } from '../messages/index.ts';
import { formatProgress } from '../../app/view/numbers.ts';

/** "landscape 40 %". */
export function activityShort({ what, fraction }: Activity): string {
  return `${what === 'replay' ? m.probes.replay : m.probes.types[what].toLowerCase()} ${formatProgress(fraction)}`;
}

/** "measuring: landscape 40 %"; empty for none. */
export const activityText = (activity: Activity | null): string =>
  activity === null ? '' : m.probes.measuring(activityShort(activity));
