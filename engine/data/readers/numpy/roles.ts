/** Which arrays of NumPy files hold features, labels and class names: by their names, or as a person says. */
import { nearest } from '../../../spec/parse.ts';
import { DataError } from '../../data-error.ts';
import { listed } from '../../../words/numbers.ts';
import type { ReadOptions } from '../formats.ts';
import type { NpyArray } from './npy.ts';
import { CLASS_NAMES, FEATURES, LABELS, PARTS, plainName, usual } from './usual-names.ts';

/** Features and the labels or targets that belong to them. */
export interface ArrayPair {
  features: NpyArray;
  labels: NpyArray;
}

export interface Roles {
  /** In the order in which they are joined: training, validation, test. */
  pairs: ArrayPair[];
  classNames: NpyArray | null;
  /** How roles were found where names did not tell, in words. */
  notes: string[];
}

const isText = ({ kind }: NpyArray): boolean => kind === 'U' || kind === 'S';
const shapeText = ({ shape }: NpyArray): string => (shape.length === 0 ? 'a single value' : shape.join(' x '));
const described = (arrays: readonly NpyArray[]): string =>
  listed(
    arrays.map((array) => `${array.name} (${shapeText(array)})`),
    12,
  );

/** Finds out what each array is for. Throws DataError, listing the arrays, where that cannot be done. */
export function findRoles(arrays: readonly NpyArray[], { features, label }: ReadOptions): Roles {
  const classNames = arrays.find((array) => isText(array) && CLASS_NAMES.test(plainName(array))) ?? null;
  const others = arrays.filter((array) => array !== classNames && array.shape.length > 0);
  if (features !== undefined || label !== undefined) return { ...chosen(arrays, others, features, label), classNames };

  const named = ['', ...PARTS].flatMap((part) => {
    const pair = { features: pick(others, FEATURES, part), labels: pick(others, LABELS, part) };
    return pair.features !== undefined && pair.labels !== undefined ? [pair as ArrayPair] : [];
  });
  // Arrays of all samples, or of parts of them; never both, or samples would come twice.
  const whole = named.find(({ features: array }) => usual(FEATURES, '').test(plainName(array)));
  const pairs = whole === undefined ? named : [whole];
  if (pairs.length > 0) {
    const lengths = pairs.filter((pair) => pair.features.shape[0] !== pair.labels.shape[0]);
    for (const pair of lengths) throw mismatch(pair);
    return { pairs, classNames, notes: [] };
  }
  return { pairs: [guess(others, arrays)], classNames, notes: [`No array has a usual name, such as x and y.`] };
}

const pick = (arrays: readonly NpyArray[], role: string, part: string): NpyArray | undefined =>
  arrays.find((array) => usual(role, part).test(plainName(array)));

const mismatch = ({ features, labels }: ArrayPair): DataError =>
  new DataError(
    `${features.name} holds ${features.shape[0]} samples (${shapeText(features)}), but ${labels.name} holds ${labels.shape[0]} ` +
      `(${shapeText(labels)}). The first axis of both must count the samples.`,
  );

function chosen(
  arrays: readonly NpyArray[],
  others: readonly NpyArray[],
  featuresName: string | undefined,
  labelName: string | number | undefined,
): Omit<Roles, 'classNames'> {
  const find = (option: string, name: string): NpyArray => {
    const found = arrays.find((array) => array.name === name);
    if (found !== undefined) return found;
    const near = nearest(
      name,
      arrays.map((array) => array.name),
    );
    throw new DataError(
      `${option} is ${name}, but no array has that name. ${near === null ? `There are: ${described(arrays)}.` : `Did you mean ${near}?`}`,
    );
  };
  const givenFeatures = featuresName === undefined ? undefined : find('features', featuresName);
  const givenLabels = labelName === undefined ? undefined : find('label', String(labelName));
  const partner = (role: string, given: NpyArray): NpyArray => {
    const same = others.filter((array) => array !== given && array.shape[0] === given.shape[0]);
    const found =
      same.find((array) => ['', ...PARTS].some((part) => usual(role, part).test(plainName(array)))) ?? same[0];
    if (found !== undefined) return found;
    throw new DataError(
      `No other array goes with ${given.name} (${shapeText(given)}). There are: ${described(arrays)}.`,
    );
  };
  const features = givenFeatures ?? partner(FEATURES, givenLabels!);
  const labels = givenLabels ?? partner(LABELS, features);
  const pair = { features, labels };
  if (features.shape[0] !== labels.shape[0]) throw mismatch(pair);
  if (features === labels) throw new DataError(`features and label both name ${features.name}. Choose two arrays.`);
  return { pairs: [pair], notes: [] };
}

/** The largest array of numbers, and the smallest of those that have as many samples. */
function guess(others: readonly NpyArray[], arrays: readonly NpyArray[]): ArrayPair {
  const bySize = [...others].sort((a, b) => b.bytes.length - a.bytes.length);
  for (const features of bySize) {
    if (isText(features)) continue;
    const labels = bySize.findLast((array) => array !== features && array.shape[0] === features.shape[0]);
    if (labels !== undefined) return { features, labels };
  }
  throw new DataError(
    `Features and labels were not found. There are: ${described(arrays)}. Expected are two arrays with one row a sample, ` +
      'such as x and y, or x_train, y_train, x_test and y_test.',
  );
}
