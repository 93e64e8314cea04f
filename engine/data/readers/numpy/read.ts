/** A dataset from NumPy files: one NPZ archive, or NPY files, with features and labels in arrays of their own. */
import { BYTE_VALUES } from '../../container.ts';
import { DataError } from '../../data-error.ts';
import { counted, formatCount } from '../../../words/numbers.ts';
import { classCounts, sharedFloat32, type UnhashedDataset } from '../../dataset.ts';
import type { ReadOptions } from '../formats.ts';
import { samplePictures } from '../sample-pictures.ts';
import { scarceClasses } from '../scarce-classes.ts';
import type { ArrayPreview, Reader, ReadSource, SourceFile } from '../source.ts';
import { looksLikeZip, unzip } from '../zip.ts';
import { readAnswers } from './answers.ts';
import { elementCount, looksLikeNpy, readNpy, typeName, type NpyArray } from './npy.ts';
import { numbersOf, type NpyElements } from './npy-elements.ts';
import { findRoles, type Roles } from './roles.ts';

/**
 * Reads the arrays; training, validation and test arrays are joined in this order. Unsigned bytes become value / 255, all
 * other numbers stay as they are, unless `options.values` says otherwise. Throws DataError for what cannot be read.
 */
function readNumpyDataset(files: readonly SourceFile[], options: ReadOptions): ReadSource {
  const arrays = files.flatMap(readArrays);
  const roles = findRoles(arrays, options);
  const parts = roles.pairs.map(({ features }) => features);
  const [first] = parts as [NpyArray];
  const axes = first.shape.slice(1);
  for (const part of parts) {
    if (part.kind === 'U' || part.kind === 'S')
      throw new DataError(`${part.name} holds text, which is no feature. Choose the array with numbers.`);
    if (part.shape.slice(1).join() !== axes.join())
      throw new DataError(
        `${part.name} holds samples of ${part.shape.slice(1).join(' x ')}, ${first.name} of ${axes.join(' x ')}. ` +
          'Only samples of the same shape can be joined.',
      );
  }
  const samples = parts.reduce((sum, { shape }) => sum + shape[0]!, 0);
  if (samples === 0 || axes.includes(0)) throw new DataError(`${first.name} is empty (${first.shape.join(' x ')}).`);
  const layout = layoutOf(axes, options.channels);
  const divisors = parts.map((part) => divisorOf(part, options.values));
  const numbers = parts.map(numbersOf);
  const judged = judge(parts, numbers, divisors);
  const answers = readAnswers(
    roles.pairs.map(({ labels }) => labels),
    options.task,
    roles.classNames,
  );

  const size = elementCount(axes);
  const put = (part: number, sample: number, out: Float32Array, at: number): void => {
    const [from, divisor] = [numbers[part]!, divisors[part]!];
    const start = sample * size;
    for (let i = 0; i < size; i++) {
      const value = from[start + (layout.order?.[i] ?? i)]!;
      // + 0 turns -0 into 0, so that equal arrays have equal hashes.
      out[at + i] =
        divisor === 255 && value >= 0 && value <= 255 && Number.isInteger(value)
          ? BYTE_VALUES[value]!
          : value / divisor + 0;
    }
  };
  const info = {
    ...{ name: '', task: answers.task, samples, shape: layout.shape, classes: answers.classes, features: [] },
    source: `NumPy, ${files.map(({ name }) => name).join(' and ')}`,
  };
  const counts = classCounts({ info, labels: answers.problems.length === 0 ? answers.labels : new Int32Array(0) });
  const problems = [...judged.problems, ...answers.problems];
  if (samples < 3)
    problems.push(`There are ${counted(samples, 'sample')}; at least 3 are needed for training, validation and test.`);
  const scratch = new Float32Array(size);
  const read = (sample: number): Float32Array => {
    let part = 0;
    let at = sample;
    while (at >= parts[part]!.shape[0]!) at -= parts[part++]!.shape[0]!;
    put(part, at, scratch, 0);
    return scratch;
  };
  return {
    preview: {
      ...{ format: 'numpy', info, classCounts: counts, columns: [], problems },
      arrays: arrays.map((array) => describe(array, roles)),
      values: { stored: typeName(first), divisor: divisors[0]!, range: judged.range },
      pictures: problems.length > 0 ? null : samplePictures({ info, labels: answers.labels, read }),
      warnings: [
        ...roles.notes.map(
          (note) => `${note} Taken as features: ${first.name}, as labels: ${roles.pairs[0]!.labels.name}.`,
        ),
        ...joinedNote(roles, samples),
        ...layout.notes,
        ...answers.warnings,
        ...judged.warnings,
        ...(problems.length === 0 ? scarceClasses(info.classes, counts) : []),
      ],
      options: {
        ...{ format: 'numpy', task: answers.task, values: divisors[0] === 1 ? 'stored' : 'unit' },
        ...(roles.pairs.length > 1 ? {} : { features: first.name, label: roles.pairs[0]!.labels.name }),
        ...(layout.channels === null ? {} : { channels: layout.channels }),
      },
    },
    build: (name): UnhashedDataset => {
      const features = sharedFloat32(samples * size);
      let at = 0;
      parts.forEach(({ shape }, part) => {
        for (let sample = 0; sample < shape[0]!; sample++, at += size) put(part, sample, features, at);
      });
      return { info: { ...info, name }, features, labels: answers.labels, targets: answers.targets };
    },
  };
}

export const numpyReader: Reader = {
  looksLike: (files) => files.every(({ bytes }) => looksLikeNpy(bytes) || looksLikeZip(bytes)),
  read: readNumpyDataset,
};

/** The arrays of an NPZ archive, or the one of an NPY file. */
function readArrays(file: SourceFile): NpyArray[] {
  const plain = (name: string): string => name.replace(/\.npy$/i, '');
  if (!looksLikeZip(file.bytes)) return [readNpy(plain(file.name), file.name, file.bytes)];
  const entries = unzip(file).filter(({ name }) => /\.npy$/i.test(name));
  if (entries.length === 0) throw new DataError(`${file.name} is a ZIP archive without NumPy arrays (.npy) in it.`);
  return entries.map(({ name, bytes }) => readNpy(plain(name), `${file.name}, ${name}`, bytes));
}

interface Layout {
  shape: number[];
  /** Where each number of a sample stands in the array; null where that is its own place. */
  order: Int32Array | null;
  channels: 'first' | 'last' | null;
  notes: string[];
}

/** The shape of a sample: images are [height, width] where they are grey, otherwise [channels, height, width]. */
function layoutOf(axes: readonly number[], wanted: ReadOptions['channels']): Layout {
  if (axes.length !== 3) return { shape: axes.length === 0 ? [1] : [...axes], order: null, channels: null, notes: [] };
  const [a, b, c] = axes as [number, number, number];
  const few = (axis: number): boolean => axis === 1 || axis === 3;
  const channels = wanted ?? (few(c) && !few(a) ? 'last' : 'first');
  if (channels === 'first') return { shape: a === 1 ? [b, c] : [a, b, c], order: null, channels, notes: [] };
  const order = Int32Array.from({ length: a * b * c }, (_, i) => (i % (a * b)) * c + Math.floor(i / (a * b)));
  return {
    ...{ shape: c === 1 ? [a, b] : [c, a, b], order: c === 1 ? null : order, channels },
    notes:
      c === 1
        ? []
        : [`The last axis (${c}) holds the channels of a pixel; it becomes the first one: ${c} x ${a} x ${b}.`],
  };
}

function divisorOf({ kind, width }: NpyArray, values: ReadOptions['values']): number {
  if (values === undefined) return kind === 'u' && width === 1 ? 255 : 1;
  if (values === 'stored') return 1;
  return width === 2 && kind !== 'f' ? 65_535 : 255;
}

function judge(
  parts: readonly NpyArray[],
  numbers: readonly NpyElements[],
  divisors: readonly number[],
): { range: [number, number] | null; warnings: string[]; problems: string[] } {
  let [low, high, rounded] = [Infinity, -Infinity, 0];
  const problems: string[] = [];
  parts.forEach(({ name, shape }, part) => {
    const size = elementCount(shape.slice(1));
    let bad = 0;
    let firstBad = -1;
    const values = numbers[part]!;
    const whole = !(values instanceof Float32Array);
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      const single = Math.fround(value);
      if (!Number.isFinite(single)) {
        if (bad++ === 0) firstBad = i;
        continue;
      }
      if (whole && single !== value && Number.isInteger(value)) rounded += 1;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (bad > 0)
      problems.push(
        `${name} has ${counted(bad, 'value')} that ${bad === 1 ? 'is' : 'are'} not finite or too large for a 32-bit float, first ` +
          `${values[firstBad]} in sample ${Math.floor(firstBad / size)}. Fill them, or remove those samples.`,
      );
  });
  const divisor = divisors[0]!;
  const pixels = divisor === 1 && low >= 0 && high > 1 && high <= 255 && parts[0]!.shape.length > 2;
  return {
    range: high >= low ? [Math.fround(low / divisor), Math.fround(high / divisor)] : null,
    warnings: [
      ...(rounded > 0
        ? [`${counted(rounded, 'whole number')} beyond 16,777,216 become the nearest 32-bit float.`]
        : []),
      ...(pixels
        ? [`Values run from ${low} to ${high}, as pixels do; they stay so unless you divide them by 255.`]
        : []),
    ],
    problems,
  };
}

function joinedNote({ pairs }: Roles, samples: number): string[] {
  if (pairs.length < 2) return [];
  const parts = pairs.map(({ features: { name, shape } }) => `${name} (${formatCount(shape[0]!)})`).join(' and ');
  return [`${parts} are joined into one dataset of ${formatCount(samples)} samples.`];
}

function describe(array: NpyArray, { pairs, classNames }: Roles): ArrayPreview {
  const role = pairs.some(({ features }) => features === array)
    ? 'features'
    : pairs.some(({ labels }) => labels === array)
      ? 'labels'
      : array === classNames
        ? 'class names'
        : 'unused';
  return { name: array.name, type: typeName(array), shape: array.shape, role };
}
