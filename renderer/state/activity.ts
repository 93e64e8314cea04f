/** What a run is busy with beside training, in words. Pure. */
import type { Activity } from '../../app/api/types.ts';
import { m } from '../messages/index.ts';
import { formatPercentWhole } from './format.ts';

/** "measuring: Landscape 40 %"; empty for none. */
export function activityText(activity: Activity | null): string {
  if (activity === null) return '';
  const { what, fraction } = activity;
  const name = what === 'replay' ? m.probes.replay : m.probes.types[what].toLowerCase();
  return m.probes.measuring(name, formatPercentWhole(fraction));
}
