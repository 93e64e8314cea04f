/** What a run or a probe will take on this machine. */
import { z } from 'zod';

/** What a probe will take. */
export const ProbeEstimate = z
  .object({
    seconds: z.number().meta({ description: 'Of measuring at one moment.' }),
    /** How often that is. */
    moments: z.number(),
    total: z.number().meta({ description: 'Seconds of all moments, and of training that has to be repeated.' }),
    bytes: z.number().meta({ description: 'Of all moments.' }),
  })
  .meta({ id: 'ProbeEstimate' });
export interface ProbeEstimate extends z.output<typeof ProbeEstimate> {}

/** What a run will take. */
export const Estimate = z
  .object({
    /** Seconds of one run on this machine, from measured speed: training and probes. */
    seconds: z.number(),
    /** Bytes one run will take in the database. */
    bytes: z.number(),
    /** What each probe of the specification takes of that. */
    probes: z.array(ProbeEstimate),
  })
  .meta({ id: 'Estimate' });
export interface Estimate extends z.output<typeof Estimate> {}
