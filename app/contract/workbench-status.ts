/** How the program stands. */
import { z } from 'zod';

/** Its version, what it works with, and how much is going on. */
export const WorkbenchStatus = z
  .object({
    version: z.string(),
    database: z.string(),
    kernels: z.string(),
    workers: z.number(),
    cores: z.number(),
    running: z.number(),
    queued: z.number(),
    /** Files that were put aside or repaired at start, in words; usually empty. */
    notices: z.array(z.string()),
  })
  .meta({ id: 'Status' });
export interface WorkbenchStatus extends z.output<typeof WorkbenchStatus> {}
