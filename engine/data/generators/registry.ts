/** The built-in datasets, in the order in which they are listed. */
import type { BuiltIn } from './built-in.ts';
import { circles } from './circles.ts';
import { drawnDigits } from './drawn-digits.ts';
import { gaussianClusters } from './gaussian-clusters.ts';
import { digits14, digits7 } from './pooled-digits.ts';
import { ringAndDisc } from './ring-and-disc.ts';
import { sine } from './sine.ts';
import { spirals } from './spirals.ts';
import { twoClasses } from './two-classes.ts';
import { twoMoons } from './two-moons.ts';
import { xor } from './xor.ts';

/** Everything that is built in. */
export const BUILT_IN: readonly BuiltIn[] = [
  drawnDigits,
  digits14,
  digits7,
  spirals,
  twoMoons,
  circles,
  gaussianClusters,
  xor,
  ringAndDisc,
  sine,
  twoClasses,
];

/** The built-in set of that name, if there is one. */
export const findBuiltIn = (name: string): BuiltIn | undefined => BUILT_IN.find((set) => set.name === name);
