/** A dataset from IDX files: finds the images and labels that belong together, joins training and test pairs. */
import { BYTE_VALUES } from '../../container.ts';
import { DataError } from '../../data-error.ts';
import { counted, formatCount, listed } from '../../../words/numbers.ts';
import { classCounts, sharedFloat32, sharedInt32, type UnhashedDataset } from '../../dataset.ts';
import { samplePictures } from '../sample-pictures.ts';
import { scarceClasses } from '../scarce-classes.ts';
import type { Reader, ReadSource, SourceFile } from '../source.ts';
import { looksLikeIdx, readIdx, type IdxArray } from './file.ts';
import { idxPrefix } from './format.ts';

const USUAL_NAMES = 'such as train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz';

interface Pair {
  prefix: string;
  images: IdxArray;
  labels: IdxArray;
}

/**
 * Reads one pair of images and labels, or a training and a test pair, which are joined in this order. Bytes become
 * value / 255. Throws DataError for damage and for whatever does not fit together.
 */
function readIdxDataset(files: readonly SourceFile[]): ReadSource {
  const pairs = findPairs(files.map(readIdx));
  const first = pairs[0]!.images;
  const shape = first.dimensions.slice(1);
  for (const { images } of pairs)
    if (images.dimensions.slice(1).join() !== shape.join())
      throw new DataError(
        `${images.name} holds images of ${images.dimensions.slice(1).join(' x ')}, ${first.name} of ${shape.join(' x ')}. ` +
          'Only images of the same size can be joined.',
      );
  const values = distinctLabels(pairs);
  const samples = pairs.reduce((sum, { images }) => sum + images.dimensions[0]!, 0);
  const joined = pairs.map(({ images }) => images.name).join(' and ');
  const parts = pairs.map(({ images }) => formatCount(images.dimensions[0]!)).join(' + ');
  const info = {
    ...{ name: '', task: 'classification' as const, samples, shape },
    ...{ classes: values.map(String), features: [] },
    source: pairs.length === 1 ? `IDX, ${joined}` : `IDX, ${joined} joined (${parts} samples)`,
  };
  const labels = joinLabels(pairs, values, samples);
  const counts = classCounts({ info, labels });
  return {
    preview: {
      ...{ format: 'idx', info, classCounts: counts, columns: [], arrays: [] },
      values: { stored: 'unsigned bytes', divisor: 255, range: [0, 1] },
      pictures: samplePictures({ info, labels, read: imageReader(pairs) }),
      warnings: [
        ...(pairs.length > 1 ? [`${joined} are joined into one dataset of ${formatCount(samples)} samples.`] : []),
        ...scarceClasses(info.classes, counts),
      ],
      problems:
        values.length > 1
          ? []
          : [`All ${counted(samples, 'label')} are ${values.join()}; at least two classes are needed.`],
      options: { format: 'idx' },
    },
    build: (name): UnhashedDataset => ({
      ...{ info: { ...info, name }, labels, targets: new Float32Array(0) },
      features: joinImages(pairs),
    }),
  };
}

export const idxReader: Reader = { looksLike: (files) => files.some(looksLikeIdx), read: readIdxDataset };

function findPairs(arrays: IdxArray[]): Pair[] {
  const images = arrays.filter(({ dimensions }) => dimensions.length > 1);
  const labels = arrays.filter(({ dimensions }) => dimensions.length === 1);
  if (images.length === 0)
    throw new DataError(
      `There are labels (${listed(names(labels))}) but no images. Add the file with the images, ${USUAL_NAMES}.`,
    );
  if (labels.length === 0)
    throw new DataError(
      `There are images (${listed(names(images))}) but no labels. Add the file with the labels, ${USUAL_NAMES}.`,
    );
  const single = images.length === 1 && labels.length === 1;
  const pairs = single
    ? [{ prefix: '', images: images[0]!, labels: labels[0]! }]
    : images.map((array) => ({ prefix: prefixOf(array), images: array, labels: partner(array, labels) }));
  for (const pair of pairs) checkCounts(pair);
  const used = new Set(pairs.map((pair) => pair.labels));
  const lonely = labels.filter((array) => !used.has(array));
  if (lonely.length > 0)
    throw new DataError(`No images go with ${listed(names(lonely))}. Leave these labels out, or add their images.`);
  if (pairs.length === 1) return pairs;
  const training = pairs.find(({ prefix }) => /(^|[-_.])train(ing)?$/i.test(prefix));
  const test = pairs.find(({ prefix }) => /(^|[-_.])(t10k|test|testing)$/i.test(prefix));
  if (pairs.length > 2 || training === undefined || test === undefined)
    throw new DataError(
      `There are ${pairs.length} pairs of images and labels (${listed(pairs.map(({ prefix }) => prefix))}); only a training and a ` +
        'test pair are joined. Choose the files of one pair.',
    );
  return [training, test];
}

const names = (arrays: IdxArray[]): string[] => arrays.map(({ name }) => name);

const prefixOf = ({ name }: IdxArray): string => idxPrefix(name) ?? name.toLowerCase();

function partner(images: IdxArray, labels: IdxArray[]): IdxArray {
  const found = labels.filter((candidate) => prefixOf(candidate) === prefixOf(images));
  if (found.length === 1) return found[0]!;
  throw new DataError(
    `${found.length === 0 ? 'No labels go' : 'Several label files go'} with ${images.name} (there are ${listed(names(labels))}). ` +
      `Files that belong together begin alike, ${USUAL_NAMES}.`,
  );
}

function checkCounts({ images, labels }: Pair): void {
  const [imageCount, labelCount] = [images.dimensions[0]!, labels.dimensions[0]!];
  if (imageCount !== labelCount)
    throw new DataError(
      `${images.name} holds ${counted(imageCount, 'image')}, but ${labels.name} holds ${counted(labelCount, 'label')}. ` +
        'They do not belong together, or one of them is damaged.',
    );
}

function distinctLabels(pairs: Pair[]): number[] {
  const seen = new Set<number>();
  for (const { labels } of pairs) for (const value of labels.elements) seen.add(value);
  return [...seen].sort((a, b) => a - b);
}

function joinLabels(pairs: Pair[], values: number[], samples: number): Int32Array {
  const position = new Int32Array(256);
  values.forEach((value, i) => (position[value] = i));
  const joined = sharedInt32(samples);
  let at = 0;
  for (const { labels } of pairs) for (const value of labels.elements) joined[at++] = position[value]!;
  return joined;
}

function joinImages(pairs: Pair[]): Float32Array {
  const joined = sharedFloat32(pairs.reduce((sum, { images }) => sum + images.elements.length, 0));
  let at = 0;
  for (const { images } of pairs) for (const byte of images.elements) joined[at++] = BYTE_VALUES[byte]!;
  return joined;
}

/** Gives the bytes of a sample. */
function imageReader(pairs: Pair[]): (sample: number) => Uint8Array {
  return (sample) => {
    let at = sample;
    const { images } = pairs.find((pair) => {
      const count = pair.images.dimensions[0]!;
      if (at < count) return true;
      at -= count;
      return false;
    })!;
    const size = images.elements.length / images.dimensions[0]!;
    return images.elements.subarray(at * size, (at + 1) * size);
  };
}
