/** The types that travel through the API, for whoever speaks to it and may not know what is behind it: the page, scripts. */
export type * from '../service/types.ts';
export { EXPORT_FORMATS, MODEL_FORMATS, RUN_STATUSES } from '../service/types.ts';
export { expectedFiles, optionsOf, suggestedName } from '../../engine/data/readers/formats.ts';
export type { ImportOption } from '../../engine/data/readers/options.ts';
export { NORM_FIELDS } from '../../engine/events.ts';
export type { LayerInfo, NormField, Summary } from '../../engine/events.ts';
export type { FittedScaling } from '../../engine/data/scaling.ts';
export type { RunSpec } from '../../engine/spec/schema.ts';
export { STUDY_STATES } from '../service/studies/types.ts';
export type { StudySpec, StudySpecInput } from '../../engine/spec/schema/study.ts';
