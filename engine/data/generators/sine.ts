/** One wave to fit: y = sin(3x) on [-2, 2) and a little noise. */
import { sineCosine } from '../../exact-math.ts';
import { stream } from '../../random.ts';
import { sharedFloat32 } from '../dataset.ts';
import { builtIn } from './built-in.ts';

const NOISE = 0.05;

/** The built-in set `sine`. */
export const sine = builtIn({
  name: 'sine',
  title: 'Sine wave',
  description: 'Regression of sin(3x) from one input between -2 and 2, with slight noise.',
  ...{ samples: 1000, shape: [1], classes: [], features: ['x'] },
  hash: 'f41c90dcb08f5be19cebb8829c742296488ddc13c5fc4e2b79057cd9a4f038de',
  make(samples, seed) {
    const random = stream(seed, 'sine');
    const features = sharedFloat32(samples);
    const targets = sharedFloat32(samples);
    for (let i = 0; i < samples; i++) {
      const x = 4 * random.uniform() - 2;
      features[i] = x;
      targets[i] = sineCosine(3 * x).sin + NOISE * random.normal();
    }
    return { features, labels: new Int32Array(0), targets };
  },
});
