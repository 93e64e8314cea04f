/** A folder of images: how they are called, and what can be done to them. */
import { texts } from '../../../words/words.ts';
import type { Format } from '../format.ts';
import { endsIn } from '../names.ts';
import { commandOnly, labelColumn } from '../shared-options.ts';

const ENDINGS = ['png', 'jpg', 'jpeg', 'pgm', 'ppm', 'pnm'];

/** `cat.png`, `7.JPEG`, `scan.pgm`, ... */
export const hasImageName = endsIn(ENDINGS);

/** Largest side that images can be brought to. */
export const MAX_SIDE = 4096;

export const images = {
  format: 'images',
  words: texts('import.images', {
    title: 'images',
    expected: 'a sub-folder of images (.png, .jpg, .pgm) for each class',
  }),
  endings: ENDINGS,
  deep: true,
  isNamed: (names) => names.some(hasImageName),
  // Tables of labels may lie anywhere among them.
  choose: (names) => ({ names: names.some(hasImageName) ? names : [] }),
  options: [
    { ...labelColumn, words: commandOnly(labelColumn.words) },
    {
      kind: 'size',
      name: 'resize',
      usual: [32, 32],
      most: MAX_SIDE,
      words: texts('import.images.resize', {
        title: 'Bring all to one size',
        help: 'Width and height in pixels; each new pixel is the mean of those it covers.',
        command: 'bring all to one size, such as 32x32, by area averaging',
      }),
    },
    {
      kind: 'flag',
      name: 'grey',
      usually: false,
      matters: ({ shape, value }: { shape: readonly number[]; value: boolean }) => shape.length === 3 || value,
      words: texts('import.images.grey', {
        title: 'Make all images grey',
        command: 'make grey images of coloured ones',
      }),
    },
  ],
} as const satisfies Format;
