/**
 * The drawn digits in smaller pictures, each pixel the mean of a square of them: for studies of many runs. Not the set
 * itself: drawn-digits.ts.
 */
import { sharedFloat32 } from '../dataset.ts';
import { builtIn } from './built-in.ts';
import { generateDigits } from './digits.ts';

const SIDE = 28;
const SAMPLES = 10_000;

/** Square pictures, `side` x `side`, one after the other, become pictures of side / `factor`: means over squares. */
export function poolPictures(pictures: Float32Array, side: number, factor: number): Float32Array {
  const small = side / factor;
  const pooled = sharedFloat32(pictures.length / factor ** 2);
  for (let i = 0; i < pooled.length; i++) {
    const row = Math.floor(i / small) * factor; // over all pictures: their height is a multiple of the factor
    const column = (i % small) * factor;
    let sum = 0;
    for (let y = 0; y < factor; y++) for (let x = 0; x < factor; x++) sum += pictures[(row + y) * side + column + x]!;
    pooled[i] = sum / factor ** 2;
  }
  return pooled;
}

const pooled = (factor: number, name: string, title: string, use: string, hash: string) =>
  builtIn({
    name,
    title,
    description: `The ten thousand drawn digits, averaged over ${factor} x ${factor} pixels: ${use}.`,
    ...{ samples: SAMPLES, shape: [SIDE / factor, SIDE / factor], classes: [...'0123456789'], features: [], hash },
    make(samples, seed) {
      const { features, labels } = generateDigits(samples, seed);
      return { features: poolPictures(features, SIDE, factor), labels, targets: new Float32Array(0) };
    },
  });

/** The built-in set `digits-14`. */
export const digits14 = pooled(
  2,
  'digits-14',
  'Drawn digits, 14 x 14',
  'a quarter of the inputs, for quick studies',
  'ebee4804c210730656e627d52881a32135ef9bad08ad8049aedbdaa3c3f285ca',
);

/** The built-in set `digits-7`. */
export const digits7 = pooled(
  4,
  'digits-7',
  'Drawn digits, 7 x 7',
  'so few that whole Hessians can be computed',
  '6e97fc40f30e41b1dffe152bf60d3e1bb47bef7337cf5e9109a6749a3f9a4eea',
);
