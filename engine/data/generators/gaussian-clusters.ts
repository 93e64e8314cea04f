/** Clusters of different spread that touch. */
import { builtIn, planePoints } from './built-in.ts';

// Centre, the two deviations, and how far the first coordinate leans on the second.
const CLUSTERS = [
  { x: -1, y: 0.9, wide: 0.45, high: 0.3, lean: 0.5 },
  { x: 1.1, y: 0.7, wide: 0.35, high: 0.5, lean: -0.4 },
  { x: -0.8, y: -1, wide: 0.5, high: 0.35, lean: 0 },
  { x: 0.9, y: -0.9, wide: 0.4, high: 0.4, lean: 0.3 },
] as const;

/** The built-in set `gaussian-clusters`. */
export const gaussianClusters = builtIn({
  name: 'gaussian-clusters',
  title: 'Gaussian clusters',
  description: 'Four normal clusters of different spread that overlap a little: almost linearly separable.',
  ...{ samples: 2000, shape: [2], classes: ['a', 'b', 'c', 'd'], features: ['x', 'y'] },
  hash: 'e1c76880f931973b331a1e98c3712d9161c90f8105163527f55133d0e9a3f7f4',
  make: planePoints('gaussian-clusters', CLUSTERS.length, (random, label) => {
    const { x, y, wide, high, lean } = CLUSTERS[label]!;
    const up = high * random.normal();
    return [x + wide * random.normal() + lean * up, y + up];
  }),
});
