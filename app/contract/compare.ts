/** Runs side by side: what differs in what they are and in what they came to. */
import { z } from 'zod';
import { Num } from './numbers.ts';
import { RunRow } from './runs.ts';

/** How a value stands in a spec that may lack it: `missing` differs from false, 0 and "". */
export const DiffValue = z.discriminatedUnion('missing', [
  z.object({ missing: z.literal(true) }),
  z.object({ missing: z.literal(false), value: z.unknown() }),
]);
export type DiffValue = z.output<typeof DiffValue>;

/** Some runs compared. */
export const Comparison = z
  .object({
    runs: z.array(RunRow),
    /** Leaf paths of the specs; `values` is in the order of `runs`. */
    spec: z.array(z.object({ path: z.string(), differs: z.boolean(), values: z.array(DiffValue) })),
    /** Summary metrics; `best` lists the indices of the best runs (ties included), empty where no direction is known. */
    metrics: z.array(
      z.object({
        name: z.string(),
        direction: z.enum(['higher', 'lower']).nullable(),
        values: z.array(Num.nullable()),
        best: z.array(z.number()),
      }),
    ),
    /** Steps until `metric` first reached `target`; null: never. */
    stepsToTarget: z.object({ metric: z.string(), target: z.number(), values: z.array(z.number().nullable()) }),
  })
  .meta({ id: 'Comparison' });
export interface Comparison extends z.output<typeof Comparison> {}
