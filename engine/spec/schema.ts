/**
 * The run specification: everything that decides what a run computes. Its parts are in ./schema.
 *
 * Paths in this object ("optimizer.learningRate") are a public interface: `--set`, comparison diffs and study factors
 * use them. Titles, help and units live in the schema's metadata, so that the form, the command line and the JSON
 * Schema say the same. A field that is added gets a default under which older runs mean what they meant. This file must
 * run in a browser: no `node:` import.
 */
import { z } from 'zod';
import { expandShorthand } from './shorthand.ts';
import type { Model } from './schema/model.ts';
import { Fields, type RunFields } from './schema/run.ts';
import { checkTogether } from './together.ts';

export { Scaling, Split, type ScalingSpec } from './schema/data.ts';
export { ACTIVATIONS, Model, SHARED_MODEL_FIELDS, type Activation, type ModelSpec } from './schema/model.ts';
export { PLACEMENTS } from './schema/normalization.ts';
export type { NormalizationOf, NormalizationSpec, ReparameterizationSpec } from './schema/normalization.ts';
export type { InitializerSpec } from './schema/initializer.ts';
export type { LayerSpec, SimpleLayerSpec } from './schema/layers.ts';
export type { LossSpec } from './schema/loss.ts';
export type { OptimizerSpec, ScheduleSpec } from './schema/optimizer.ts';
export { Probe, PROBE_TYPES, type Moment, type ProbeOf, type ProbeSpec, type ProbeType } from './schema/probes.ts';
export { EVALUATION_STATISTICS, type BatchingSpec } from './schema/training.ts';

/** Completes a specification whose fields are right each for itself, whether or not they fit together. */
export const completeFields = (input: unknown) => Fields.safeParse(expandShorthand(input));

/** Validates and completes a specification; takes the shorthands of shorthand.ts. */
export const RunSpec = z.preprocess(expandShorthand, Fields.superRefine(checkTogether));

/** A complete specification, defaults filled in. */
export type RunSpec = RunFields;
/** What a person may write: every field optional that has a default; a model without its kind is an `mlp`. */
export type RunSpecInput = Omit<z.input<typeof Fields>, 'model'> & { model?: ModelInput | undefined };
/** The model as a person may write it. */
export type ModelInput = z.input<typeof Model> | Omit<Extract<z.input<typeof Model>, { kind: 'mlp' }>, 'kind'>;

/** JSON Schema (draft 2020-12) of what a person may write, with titles, descriptions, units and defaults. */
export const runSpecJsonSchema = (): Record<string, unknown> =>
  z.toJSONSchema(Fields, { io: 'input', target: 'draft-2020-12' }) as Record<string, unknown>;
