/** What reports and exports are made from: what is stored, to be read. */
import type { ProbeReader, RunService } from '../types.ts';

/** The runs and the probes of a database. */
export interface Sources {
  runs: RunService;
  probes: ProbeReader;
}
