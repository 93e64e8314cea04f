/**
 * Numbers of probes under one name, so that they can stand beside other metrics:
 *
 *   probe.<type>.<number>[@<step|end>]      probe.hessian.batch/lambda1@end, probe.gradients.dense1.weight/update ratio
 *
 * `number` is as the record has it. What a name without a moment, or `@end`, stands for is for its reader to say.
 */
import type { Moment } from '../spec/schema.ts';

/** What all names of this kind begin with. */
export const PROBE_PREFIX = 'probe.';

export interface ProbeMetric {
  /** `<type>.<number>`. */
  name: string;
  /** Null where none is given. */
  moment: Moment | null;
}

/** Takes a metric's name apart; null where it is none of a probe. */
export function parseProbeMetric(metric: string): ProbeMetric | null {
  if (!metric.startsWith(PROBE_PREFIX)) return null;
  const rest = metric.slice(PROBE_PREFIX.length);
  const [, name, moment] = /^(.+)@(\d+|end)$/.exec(rest) ?? [];
  if (name === undefined || moment === undefined) return { name: rest, moment: null };
  return { name, moment: moment === 'end' ? 'end' : Number(moment) };
}
