/**
 * The two classes on which LeCun, Bottou, Orr and Müller (1998, section 5.2) show what a learning rate does to a linear
 * unit: 50 points about (0.4, 0.8) with target 1, 50 about the opposite point with target -1. The paper does not state
 * the deviation; with 0.2 the second moments of the inputs have the eigenvalues 0.84 and 0.04.
 */
import { stream } from '../../random.ts';
import { sharedFloat32 } from '../dataset.ts';
import { builtIn } from './built-in.ts';

const CENTRE = [0.4, 0.8] as const;
const DEVIATION = 0.2;

/** The built-in set `two-classes`. */
export const twoClasses = builtIn({
  name: 'two-classes',
  title: 'Two classes, linear',
  description:
    'Two clusters on opposite sides of 0, with targets 1 and -1: a linear unit and its learning rate, after LeCun et al. (1998).',
  ...{ samples: 100, shape: [2], classes: [], features: ['x', 'y'] },
  hash: '287176fa19070591cee3f3a440a0aa47e99a06a24dd7229fdc911ae678fe584e',
  make(samples, seed) {
    const random = stream(seed, 'two-classes');
    const features = sharedFloat32(samples * 2);
    const targets = sharedFloat32(samples);
    for (let i = 0; i < samples; i++) {
      const side = i % 2 === 0 ? 1 : -1;
      targets[i] = side;
      CENTRE.forEach((centre, k) => (features[2 * i + k] = side * centre + DEVIATION * random.normal()));
    }
    return { features, labels: new Int32Array(0), targets };
  },
});
