/** What changed while somebody looked. */
import { z } from 'zod';
import { RunRow } from './runs.ts';

/** What changed after a cursor. */
export const Changes = z
  .object({
    /** Where to go on from. */
    cursor: z.number(),
    /** Runs that changed. */
    runs: z.array(RunRow),
    /** Ids of runs that are gone for good. */
    removed: z.array(z.string()),
    /** True when the set of datasets changed. */
    datasets: z.boolean(),
    /** True when the set of studies, or one of them, changed; how their runs get on is told by `runs`. */
    studies: z.boolean(),
  })
  .meta({ id: 'Changes' });
export interface Changes extends z.output<typeof Changes> {}
