/** The binary format of CIFAR-10: how its files are called. */
import { texts } from '../../../words/words.ts';
import type { Format } from '../format.ts';
import { leafOf } from '../names.ts';

/** Whether a file has one of the names of the distributed archive. */
export const hasCifarName = (name: string): boolean => /^(data_batch_\d+|test_batch)\.bin$/i.test(leafOf(name));

/** Whether a file holds the class names. */
export const isCifarMeta = (name: string): boolean => /^batches\.meta\.txt$/i.test(leafOf(name));

const belongs = (name: string): boolean => hasCifarName(name) || isCifarMeta(name);

export const cifar10 = {
  format: 'cifar10',
  words: texts('import.cifar10', {
    title: 'CIFAR-10',
    expected: 'CIFAR-10 batches (data_batch_1.bin and so on)',
  }),
  endings: ['bin'],
  isNamed: (names) => names.some(belongs),
  choose: (names) => ({ names: names.some(hasCifarName) ? names.filter(belongs) : [] }),
  comesAlong: (own, other) => hasCifarName(own) && isCifarMeta(other),
  options: [],
} as const satisfies Format;
