/** Two spirals wound around each other (after Lang and Witbrock 1988). */
import { sineCosine } from '../../exact-math.ts';
import { builtIn, planePoints } from './built-in.ts';

const TURNS = 1.5;
const NOISE = 0.02;

/** The built-in set `spirals`. */
export const spirals = builtIn({
  name: 'spirals',
  title: 'Two spirals',
  description: 'Two arms wound around each other one and a half times: hard for shallow networks.',
  ...{ samples: 2000, shape: [2], classes: ['first arm', 'second arm'], features: ['x', 'y'] },
  hash: 'a7cf8d2263ff3bf3c584f55b452a237186a3772af8374b0ac261db5db8caf32a',
  make: planePoints('spirals', 2, (random, label) => {
    // The square root spreads the points evenly along the arm.
    const along = Math.sqrt(0.01 + 0.99 * random.uniform());
    const { sin, cos } = sineCosine(2 * Math.PI * TURNS * along + Math.PI * label);
    return [along * cos + NOISE * random.normal(), along * sin + NOISE * random.normal()];
  }),
});
