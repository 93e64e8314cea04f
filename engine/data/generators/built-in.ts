/**
 * The shape of a built-in dataset, and the helpers that generators of small sets share. Not the list of them: see
 * registry.ts.
 */
import { texts } from '../../words/words.ts';
import { stream, type Random } from '../../random.ts';
import { sharedFloat32, sharedInt32, type Dataset, type DatasetInfo } from '../dataset.ts';

const SOURCE = texts('data.source', { 'built-in': ({ seed }: { seed: number }) => `built in, seed ${seed}` });

/** Seed of every built-in set: their contents, and with them their hashes, are constant. */
export const BUILT_IN_SEED = 1;

/** The numbers of a generated set. */
export type Contents = Pick<Dataset, 'features' | 'labels' | 'targets'>;

/** A dataset that is made, not read: everything about it is known before it is generated. */
export interface BuiltIn {
  name: string;
  title: string;
  /** One or two sentences: what it looks like and what it shows. */
  description: string;
  info: DatasetInfo;
  classCounts: number[];
  /** Makes the contents; takes well under a second for points, about one for pictures. */
  generate(): Dataset;
}

/** What a generator file says about its set; the rest follows. */
export interface Recipe {
  name: string;
  title: string;
  description: string;
  samples: number;
  shape: number[];
  classes: string[];
  features: string[];
  /** Content hash of what `make` gives; a test compares them. */
  hash: string;
  make(samples: number, seed: number): Contents;
}

/** Completes a recipe. Classes are of equal size, to within one sample. */
export function builtIn({ name, title, description, samples, shape, classes, features, hash, make }: Recipe): BuiltIn {
  const info: DatasetInfo = {
    ...{ name, hash, task: classes.length > 0 ? 'classification' : 'regression' },
    ...{ samples, shape, classes, features, source: SOURCE['built-in']({ seed: BUILT_IN_SEED }) },
  };
  const classCounts = classes.map((_, c) => Math.floor((samples - 1 - c) / classes.length) + 1);
  return {
    ...{ name, title, description, info, classCounts },
    generate: () => ({ info, ...make(samples, BUILT_IN_SEED) }),
  };
}

/** Points in the plane, the classes in turn; `draw` places one point of a class. */
export const planePoints =
  (name: string, classes: number, draw: (random: Random, label: number) => [x: number, y: number]) =>
  (samples: number, seed: number): Contents => {
    const random = stream(seed, name);
    const features = sharedFloat32(samples * 2);
    const labels = sharedInt32(samples);
    for (let i = 0; i < samples; i++) {
      labels[i] = i % classes;
      features.set(draw(random, i % classes), i * 2);
    }
    return { features, labels, targets: new Float32Array(0) };
  };
