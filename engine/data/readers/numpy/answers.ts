/** Labels or targets from an array: whole numbers, floats, texts, one-hot rows. Not for features. */
import { DataError } from '../../data-error.ts';
import { listed } from '../../../words/numbers.ts';
import { sharedFloat32, sharedInt32 } from '../../dataset.ts';
import { elementCount, type NpyArray } from './npy.ts';
import { numbersOf, textsOf } from './npy-elements.ts';

/** Answers of all samples: labels of a classification or targets of a regression, the other one empty. */
export interface Answers {
  task: 'classification' | 'regression';
  classes: string[];
  labels: Int32Array;
  targets: Float32Array;
  warnings: string[];
  problems: string[];
}

/** More different whole numbers than this are targets of a regression rather than classes. */
const MAX_GUESSED_CLASSES = 100;
const MAX_CLASSES = 1000;

/** Joins the answers of several arrays. Throws DataError for arrays with several values a sample that are not one-hot. */
export function readAnswers(
  arrays: readonly NpyArray[],
  task: Answers['task'] | undefined,
  classNames: NpyArray | null,
): Answers {
  const names = classNames === null ? null : textsOf(classNames);
  if (arrays.some(({ kind }) => kind === 'U' || kind === 'S')) return readTexts(arrays, task);
  const [first] = arrays;
  const width = elementCount(first!.shape.slice(1));
  const strange = arrays.find(({ shape }) => elementCount(shape.slice(1)) !== width);
  if (strange !== undefined)
    throw new DataError(
      `${first!.name} holds ${width} values a sample, ${strange.name} ${elementCount(strange.shape.slice(1))}. They cannot be joined.`,
    );
  if (width > 1) return fromOneHot(arrays, width, task, names);
  const values = Float64Array.from(arrays.flatMap((array) => [...numbersOf(array)]));
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const bad = values.findIndex((value) => !Number.isFinite(Math.fround(value)));
  const whole = bad < 0 && distinct.every(Number.isInteger);
  const few = distinct.length <= Math.min(MAX_GUESSED_CLASSES, values.length / 2);
  const found = task ?? (whole && few ? 'classification' : 'regression');
  const problems =
    bad < 0
      ? []
      : [
          `${first!.name} holds ${values[bad]} as the label or target of sample ${bad}. Remove that sample, or fill it.`,
        ];
  if (found === 'regression') {
    const targets = sharedFloat32(values.length);
    targets.set(values);
    const warnings = distinct.length === 1 ? [`All targets are ${distinct[0]}: there is nothing to learn.`] : [];
    return { task: found, classes: [], labels: sharedInt32(0), targets, warnings, problems };
  }
  if (distinct.length > MAX_CLASSES)
    problems.push(
      `${first!.name} holds ${distinct.length} different labels; at most ${MAX_CLASSES} classes can be told apart. ` +
        'Choose regression, or another array.',
    );
  const named = names !== null && whole && distinct[0]! >= 0 && distinct.at(-1)! < names.length;
  const numbers = named ? names.map((_, i) => i) : distinct;
  const warnings =
    names !== null && !named
      ? [
          `${classNames!.name} does not fit: it names ${names.length} classes, but labels are ${listed(distinct.map(String))}.`,
        ]
      : [];
  return classified(values, numbers, named ? names : distinct.map(String), warnings, problems);
}

function classified<T>(
  values: ArrayLike<T>,
  distinct: readonly T[],
  classes: string[],
  warnings: string[],
  problems: string[],
): Answers {
  const position = new Map(distinct.map((value, i) => [value, i]));
  const labels = sharedInt32(values.length);
  for (let i = 0; i < values.length; i++) labels[i] = position.get(values[i]!)!;
  if (classes.length === 1)
    problems.push(`All ${values.length} labels are ${classes[0]}; at least two classes are needed.`);
  return { task: 'classification', classes, labels, targets: new Float32Array(0), warnings, problems };
}

function readTexts(arrays: readonly NpyArray[], task: Answers['task'] | undefined): Answers {
  const texts = arrays.flatMap((array) => (array.kind === 'U' || array.kind === 'S' ? textsOf(array) : []));
  const samples = arrays.reduce((sum, { shape }) => sum + shape[0]!, 0);
  if (texts.length !== samples)
    throw new DataError(
      `${listed(arrays.map(({ name }) => name))} do not hold one text a sample. Choose another array.`,
    );
  const classes = [...new Set(texts)].sort((a, b) => (a < b ? -1 : 1));
  const problems = task === 'regression' ? [`${arrays[0]!.name} holds text, which is no target of a regression.`] : [];
  return classified(texts, classes, classes, [], problems);
}

/** Rows of zeros with a single 1: its position is the label. */
function fromOneHot(
  arrays: readonly NpyArray[],
  width: number,
  task: Answers['task'] | undefined,
  names: string[] | null,
): Answers {
  const [{ name }] = arrays as [NpyArray];
  const labels: number[] = [];
  for (const array of arrays) {
    const numbers = numbersOf(array);
    for (let start = 0; start < numbers.length; start += width) {
      const row = numbers.subarray(start, start + width);
      const at = row.indexOf(1);
      if (at < 0 || row.some((value, i) => value !== 0 && i !== at))
        throw new DataError(
          `${array.name} holds ${width} values a sample, but row ${start / width} (${listed([...row].map(String))}) is not one-hot ` +
            '(a single 1, otherwise 0). Give one label or target a sample, or one-hot rows.',
        );
      labels.push(at);
    }
  }
  const classes = names?.length === width ? names : Array.from({ length: width }, (_, i) => String(i));
  const problems =
    task === 'regression' ? [`${name} holds one-hot rows, which are classes. Choose classification.`] : [];
  const warnings = [`${name} holds one-hot rows of ${width}: they become the labels of ${width} classes.`];
  return classified(
    labels,
    Array.from({ length: width }, (_, i) => i),
    classes,
    warnings,
    problems,
  );
}
