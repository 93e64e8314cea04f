/** Probes: what is measured inside a network at chosen steps. How each is computed: engine/probes. */
import { z } from 'zod';
import { field, variant } from './field.ts';

/** The steps at which a probe is taken. */
const at = field(
  z
    .array(z.union([z.int().min(0), z.literal('end')]))
    .min(1)
    .max(100)
    .default(['end']),
  'At',
  'Numbers of steps: 0 is the untrained network, "end" where the run ends.',
);
const samples = field(
  z.int().min(2).max(65_536).default(1000),
  'Samples',
  'Size of the probe set: the first samples of the training split, in an order drawn from the seed.',
  'samples',
);

export const Probe = z.discriminatedUnion('type', [
  variant(
    z.strictObject({ type: z.literal('activations'), at, samples }),
    'Activations',
    'What enters and leaves every activation: spread, saturation, dead units, rank.',
  ),
  variant(
    z.strictObject({ type: z.literal('gradients'), at }),
    'Gradients',
    'How long gradients and updates are in each layer, on the mini-batch that comes next.',
  ),
  variant(
    z.strictObject({ type: z.literal('normalization'), at }),
    'Normalization',
    'How far the running statistics are from those of the population, what that costs, and what gamma and beta have become.',
  ),
]);

export const PROBE_TYPES = Probe.options.map((option) => option.shape.type.value);
export type ProbeSpec = z.infer<typeof Probe>;
export type ProbeType = ProbeSpec['type'];
/** The options of one probe. */
export type ProbeOf<T extends ProbeType> = Extract<ProbeSpec, { type: T }>;
/** A step, or the end of the run. */
export type Moment = number | 'end';

/** The list of a specification. */
export const Probes = z.array(Probe).max(50).default([]);
