/** Exclusive or: the class is whether the coordinates have different signs. */
import { builtIn, planePoints } from './built-in.ts';

const NOISE = 0.04;

/** The built-in set `xor`. */
export const xor = builtIn({
  name: 'xor',
  title: 'Exclusive or',
  description: 'Four squares of a chessboard, slightly blurred: the smallest problem that no linear model solves.',
  ...{ samples: 1500, shape: [2], classes: ['same sign', 'different signs'], features: ['x', 'y'] },
  hash: '7d0b0c325e9c0ee1a4abffa8c01e053dfc8a5480155465d10dec36a1338dc71d',
  make: planePoints('xor', 2, (random, label) => {
    const x = 2 * random.uniform() - 1;
    const size = random.uniform();
    const y = x < 0 === (label === 0) ? -size : size;
    return [x + NOISE * random.normal(), y + NOISE * random.normal()];
  }),
});
