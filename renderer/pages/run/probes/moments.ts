/** The steps at which a probe is to be taken, as a person writes them. Pure. */
import type { Moment } from '../../../../engine/spec/schema.ts';
import { m } from '../../../messages/index.ts';
import { formatCount } from '../../../state/format.ts';

/** Numbers of steps and "end", separated by commas or spaces; or why they cannot be read. */
export function parseMoments(text: string, last: number): { at: Moment[] } | { problem: string } {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const at: Moment[] = [];
  for (const word of words) {
    const step = /^\d+$/.test(word) ? Number(word) : NaN;
    const moment = word.toLowerCase() === 'end' ? 'end' : step <= last ? step : null;
    if (moment === null) return { problem: m.probes.badMoment(word, formatCount(last)) };
    if (!at.includes(moment)) at.push(moment);
  }
  return at.length === 0 ? { problem: m.probes.noMoment } : { at };
}
