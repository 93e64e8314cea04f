/** The set of drawn digits; how they are drawn: digits.ts. */
import { builtIn } from './built-in.ts';
import { generateDigits } from './digits.ts';

/** The built-in set `digits`. */
export const drawnDigits = builtIn({
  name: 'digits',
  title: 'Drawn digits',
  description: 'Ten thousand drawn digits, 28 x 28, ten classes: about as hard as MNIST for small networks.',
  ...{ samples: 10_000, shape: [28, 28], classes: [...'0123456789'], features: [] },
  hash: '95c2b7e9fc35227096f2e83e6bd26cea0d2575b78d48d9eab7a6a2aea5b62109',
  make: (samples, seed) => ({ ...generateDigits(samples, seed), targets: new Float32Array(0) }),
});
