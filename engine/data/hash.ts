/** The content hash of a dataset: what a run stores to know what it was trained on. */
import { createHash } from 'node:crypto';
import type { Dataset, UnhashedDataset } from './dataset.ts';

/** The numbers of `array` as bytes, little-endian as on every machine that Node runs on here. */
export const bytesOf = (array: Float32Array | Int32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/**
 * SHA-256 (hex) over the contents, independent of the file format they came from: the line `normscope.dataset/1`, a line
 * of JSON with task, samples, shape and classes in this order, the features as little-endian float32, then labels as
 * int32 or targets as float32. Name, source and feature names are not part of it.
 */
export function contentHash({ info, features, labels, targets }: UnhashedDataset): string {
  const { task, samples, shape, classes } = info;
  return createHash('sha256')
    .update(`normscope.dataset/1\n${JSON.stringify({ task, samples, shape, classes })}\n`)
    .update(bytesOf(features))
    .update(bytesOf(labels))
    .update(bytesOf(targets))
    .digest('hex');
}

/** The same dataset with its hash filled in. */
export const withHash = (dataset: UnhashedDataset): Dataset => ({
  ...dataset,
  info: { ...dataset.info, hash: contentHash(dataset) },
});
