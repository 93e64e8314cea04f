/** A small classification dataset: three clusters in five dimensions, drawn from a seed. */
import type { Dataset } from '../../engine/data/dataset.ts';
import { stream } from '../../engine/random.ts';

/** `samples` x 5 features, 3 classes, with clusters `distance` apart. */
export function clusters(samples = 300, distance = 2): Dataset {
  const random = stream(1, 'clusters');
  const labels = Int32Array.from({ length: samples }, (_, i) => i % 3);
  const features = Float32Array.from(
    { length: samples * 5 },
    (_, i) => random.normal() + (i % 5 === labels[Math.floor(i / 5)] ? distance : 0),
  );
  return {
    info: {
      name: 'clusters',
      hash: '0'.repeat(64),
      task: 'classification',
      samples,
      shape: [5],
      classes: ['a', 'b', 'c'],
      features: [],
      source: 'drawn in a test',
    },
    features,
    labels,
    targets: new Float32Array(),
  };
}

/** `samples` images of 2 channels x 6 x 6, 3 classes, told apart by where they are bright. */
export function smallImages(samples = 240): Dataset {
  const random = stream(1, 'small images');
  const [height, width] = [6, 6];
  const labels = Int32Array.from({ length: samples }, (_, i) => i % 3);
  const features = Float32Array.from({ length: samples * 2 * height * width }, (_, i) => {
    const label = labels[Math.floor(i / (2 * height * width))]!;
    return random.normal() + ((Math.floor(i / width) % height) >> 1 === label ? 1 + (i % width) / 4 : 0);
  });
  return {
    info: {
      name: 'small images',
      hash: '1'.repeat(64),
      task: 'classification',
      samples,
      shape: [2, height, width],
      classes: ['top', 'middle', 'bottom'],
      features: [],
      source: 'drawn in a test',
    },
    features,
    labels,
    targets: new Float32Array(),
  };
}
