/**
 * The binary format of CIFAR-10 (Krizhevsky 2009): records of one label byte and 3,072 pixel bytes (32 x 32 red, then green,
 * then blue), in data_batch_1.bin to data_batch_5.bin and test_batch.bin; class names in batches.meta.txt.
 */
import { BYTE_VALUES } from '../../container.ts';
import { DataError } from '../../data-error.ts';
import { formatCount } from '../../../words/numbers.ts';
import { classCounts, sharedFloat32, sharedInt32, type UnhashedDataset } from '../../dataset.ts';
import { leafOf } from '../names.ts';
import { samplePictures } from '../sample-pictures.ts';
import { scarceClasses } from '../scarce-classes.ts';
import type { Reader, ReadSource, SourceFile } from '../source.ts';
import { hasCifarName, isCifarMeta } from './format.ts';

const SHAPE = [3, 32, 32];
const PIXELS = 3 * 32 * 32;
const RECORD = 1 + PIXELS;
const CLASSES = 10;

/** Reads all batches, the training ones first. Bytes become value / 255. Throws DataError for damage, naming the file. */
function readCifar10(files: readonly SourceFile[]): ReadSource {
  const meta = files.find(({ name }) => isCifarMeta(name));
  const batches = files
    .filter((file) => file !== meta && (hasCifarName(file.name) || !/\.(txt|html)$/i.test(file.name)))
    .map(({ name, bytes }) => ({ name: leafOf(name), bytes }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (batches.length === 0)
    throw new DataError(
      'There are class names but no batches. Add data_batch_1.bin to data_batch_5.bin and test_batch.bin.',
    );
  for (const batch of batches) checkBatch(batch);
  const classes = meta === undefined ? null : readNames(meta);
  const samples = batches.reduce((sum, { bytes }) => sum + bytes.length / RECORD, 0);
  const labels = sharedInt32(samples);
  let at = 0;
  for (const { bytes } of batches)
    for (let start = 0; start < bytes.length; start += RECORD) labels[at++] = bytes[start]!;

  const info = {
    ...{ name: '', task: 'classification' as const, samples, shape: SHAPE, features: [] },
    classes: classes ?? Array.from({ length: CLASSES }, (_, i) => String(i)),
    source: `CIFAR-10, ${batches.map(({ name }) => name).join(', ')}`,
  };
  const counts = classCounts({ info, labels });
  const pixelsOf = (sample: number): Uint8Array => {
    let index = sample;
    let batch = 0;
    while (index >= batches[batch]!.bytes.length / RECORD) index -= batches[batch++]!.bytes.length / RECORD;
    return batches[batch]!.bytes.subarray(index * RECORD + 1, (index + 1) * RECORD);
  };
  return {
    preview: {
      ...{ format: 'cifar10', info, classCounts: counts, columns: [], arrays: [] },
      values: { stored: 'unsigned bytes', divisor: 255, range: [0, 1] },
      pictures: samplePictures({ info, labels, read: pixelsOf }),
      warnings: [
        ...(batches.length > 1
          ? [`${batches.length} files are joined into one dataset of ${formatCount(samples)} samples.`]
          : []),
        ...(classes === null ? ['There is no batches.meta.txt: classes are called 0 to 9.'] : []),
        ...scarceClasses(info.classes, counts),
      ],
      problems: samples < 3 ? [`There are ${samples} samples; at least 3 are needed.`] : [],
      options: { format: 'cifar10' },
    },
    build: (name): UnhashedDataset => {
      const features = sharedFloat32(samples * PIXELS);
      for (let sample = 0; sample < samples; sample++) {
        const pixels = pixelsOf(sample);
        for (let i = 0; i < PIXELS; i++) features[sample * PIXELS + i] = BYTE_VALUES[pixels[i]!]!;
      }
      return { info: { ...info, name }, features, labels, targets: new Float32Array(0) };
    },
  };
}

/** Nothing in their contents tells batches from other files. */
export const cifar10Reader: Reader = { looksLike: () => false, read: readCifar10 };

function checkBatch({ name, bytes }: SourceFile): void {
  if (bytes.length === 0 || bytes.length % RECORD !== 0)
    throw new DataError(
      `${name} has ${formatCount(bytes.length)} bytes, which is no multiple of the ${formatCount(RECORD)} of one CIFAR-10 image. It is ` +
        'truncated, or in another format. Get it again.',
    );
  for (let start = 0; start < bytes.length; start += RECORD)
    if (bytes[start]! >= CLASSES)
      throw new DataError(
        `${name} has the label ${bytes[start]} at byte ${formatCount(start)}; CIFAR-10 has 0 to 9. It is damaged, or in another format.`,
      );
}

function readNames({ name, bytes }: SourceFile): string[] {
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/);
  const names = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (names.length !== CLASSES)
    throw new DataError(
      `${name} names ${names.length} classes, but CIFAR-10 has ${CLASSES}. Get it again, or leave it out.`,
    );
  return names;
}
