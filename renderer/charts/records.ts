/** What was recorded of one field of one normalization layer. Not for fetching it: see buffers.svelte.ts. */

/** `values` is records x channels, row-major: channels of the first recorded step, of the second, ... */
export interface NormRecords {
  channels: number;
  steps: Float64Array;
  values: Float64Array;
}

export const NO_RECORDS: NormRecords = { channels: 0, steps: new Float64Array(0), values: new Float64Array(0) };

/** The values of all channels at record `index`; empty where there is none. */
export const channelsAt = (records: NormRecords, index: number): Float64Array =>
  records.values.subarray(index * records.channels, (index + 1) * records.channels);
