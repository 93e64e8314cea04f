/** Two circles with the same centre. */
import { sineCosine } from '../../exact-math.ts';
import { builtIn, planePoints } from './built-in.ts';

const NOISE = 0.08;

/** The built-in set `circles`. */
export const circles = builtIn({
  name: 'circles',
  title: 'Two circles',
  description: 'A circle inside another, with noise: the classes have the same mean.',
  ...{ samples: 1500, shape: [2], classes: ['outer circle', 'inner circle'], features: ['x', 'y'] },
  hash: '40f1ccaceda48885d90329160899d95249928aac95ab3d2d2f0dc67eb2837075',
  make: planePoints('circles', 2, (random, label) => {
    const { sin, cos } = sineCosine(2 * Math.PI * random.uniform());
    const radius = label === 0 ? 1 : 0.55;
    return [radius * cos + NOISE * random.normal(), radius * sin + NOISE * random.normal()];
  }),
});
