/** The types that travel over HTTP, for those who may import the API but nothing behind it: the page. */
export type * from '../service/types.ts';
export { EXPORT_FORMATS, RUN_STATUSES } from '../service/types.ts';
export { NORM_FIELDS, type LayerInfo, type NormField, type Summary } from '../../engine/events.ts';
