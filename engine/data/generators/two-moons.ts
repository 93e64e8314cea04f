/** Two interleaved half circles. */
import { sineCosine } from '../../exact-math.ts';
import { builtIn, planePoints } from './built-in.ts';

const NOISE = 0.12;

/** The built-in set `two-moons`. */
export const twoMoons = builtIn({
  name: 'two-moons',
  title: 'Two moons',
  description: 'Two interleaved half circles with noise: not linearly separable, but nearly.',
  ...{ samples: 1500, shape: [2], classes: ['upper moon', 'lower moon'], features: ['x', 'y'] },
  hash: '89832e18c0f612fdd4561c8cc086764415b2763114205badb1b757cee09b7f11',
  make: planePoints('two-moons', 2, (random, label) => {
    const { sin, cos } = sineCosine(Math.PI * random.uniform());
    const [x, y] = label === 0 ? [cos - 0.5, sin - 0.25] : [0.5 - cos, 0.25 - sin];
    return [x + NOISE * random.normal(), y + NOISE * random.normal()];
  }),
});
