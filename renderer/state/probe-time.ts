/** What a probe is expected to take, in words: "about 12 s each, 36 s in all". */
import type { ProbeEstimate } from '../../app/contract/estimates.ts';
import { m } from '../messages/index.ts';
import { formatDuration } from '../../app/view/units.ts';

/** Of a run to come, or of one that has ended, where training may have to be repeated up to the step. */
export function probeTime({ seconds, moments, total }: ProbeEstimate): string {
  const [each, all] = [formatDuration(seconds * 1000), formatDuration(total * 1000)];
  if (total > seconds * moments * 1.001) return m.probeForm.takesRepeating(each, all);
  return moments === 1 ? m.probeForm.takes(each) : m.probeForm.takesEach(each, all);
}
