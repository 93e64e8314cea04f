/** NumPy arrays (NPY, NPZ): how the files are called, and what can be said of the arrays in them. */
import { texts } from '../../../words/words.ts';
import type { Format } from '../format.ts';
import { endsIn } from '../names.ts';
import { commandOnly, taskOption } from '../shared-options.ts';
import { hasUsualName } from './usual-names.ts';

const isArray = endsIn(['npy']);
const isArchive = endsIn(['npz']);
const isUsual = (name: string): boolean => isArray(name) && hasUsualName(name.replace(/\.npy$/i, ''));

const several = texts('import.numpy', { archives: 'NPZ archives' });

export const numpy = {
  format: 'numpy',
  words: texts('import.numpy', { title: 'NumPy', expected: 'NumPy files (.npz, or x.npy and y.npy)' }),
  endings: ['npy', 'npz'],
  isNamed: (names) => names.every((name) => isArray(name) || isArchive(name)),
  choose: (names) => {
    const archives = names.filter(isArchive);
    if (archives.length > 1) return { names: archives, several: several.archives };
    return { names: archives.length > 0 ? archives : names.filter(isArray) };
  },
  comesAlong: (own, other) => isUsual(own) && isUsual(other),
  options: [
    {
      kind: 'array',
      name: 'features',
      role: 'features',
      words: texts('import.numpy.features', {
        title: 'Features',
        command: 'array of the features (default: found out)',
      }),
    },
    {
      kind: 'array',
      name: 'label',
      role: 'labels',
      words: texts('import.numpy.label', { title: 'Labels', command: 'array of the labels' }),
    },
    {
      kind: 'choice',
      name: 'values',
      choices: ['unit', 'stored'],
      words: texts('import.numpy.values', {
        title: 'Values',
        command: 'unit (divided by 255) or stored (default: unit for unsigned bytes)',
      }),
      titles: texts('import.numpy.values', { unit: 'Divided by 255', stored: 'As stored' }),
    },
    {
      kind: 'choice',
      name: 'channels',
      choices: ['first', 'last'],
      words: texts('import.numpy.channels', {
        command: 'axis of the channels of an image, first or last (default: found out)',
      }),
    },
    { ...taskOption, words: commandOnly(taskOption.words) },
  ],
} as const satisfies Format;
