/** IDX, the format of the MNIST files: how its files are called. */
import { texts } from '../../../words/words.ts';
import type { Format } from '../format.ts';
import { withoutTwins } from '../names.ts';

/** `train-images-idx3-ubyte.gz`, `t10k-labels.idx1-ubyte`, `emnist-letters-test-images-idx3-ubyte`, ... */
const USUAL = /^(?<prefix>.*?)[-_.]?(?<kind>images|labels)[-_.]idx\d[-_.]ubyte(?:\.gz)?$/i;

/** Whether a file has one of the usual names of images or labels. */
const hasIdxName = (name: string): boolean => USUAL.test(name);

/** What files that belong together begin with, such as `train`; null for names that are none of the usual ones. */
export const idxPrefix = (name: string): string | null => USUAL.exec(name)?.groups?.prefix?.toLowerCase() ?? null;

export const idx = {
  format: 'idx',
  words: texts('import.idx', {
    title: 'IDX',
    expected:
      'IDX files with their usual names (train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz, or t10k-...)',
  }),
  endings: ['idx'],
  isNamed: (names) => names.some(hasIdxName),
  choose: (names) => ({ names: withoutTwins(names.filter(hasIdxName)) }),
  comesAlong: (own, other) => idxPrefix(own) !== null && idxPrefix(own) === idxPrefix(other),
  stem: idxPrefix,
  options: [],
} as const satisfies Format;
