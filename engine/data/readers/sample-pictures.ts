/** A few samples as small pictures, for the preview of an import: to be looked at, not to be trained on. */
import type { DatasetInfo } from '../dataset.ts';
import { areaResizer } from '../images/resize.ts';
import { spreadSamples } from '../spread.ts';

/** Small pictures, one byte a value. */
export interface SamplePictures {
  /** [height, width] of grey pictures, [3, height, width] of coloured ones. */
  shape: number[];
  /** Class of each picture; empty for regression. */
  labels: number[];
  /** The bytes of all pictures in base64: the smallest value is 0, the largest 255. */
  pixels: string;
}

const MOST = 60;
const LARGEST_SIDE = 64;

/** What is needed of a dataset that is not built yet. */
export interface Picturable {
  info: Pick<DatasetInfo, 'samples' | 'classes' | 'shape'>;
  labels: Int32Array;
  /** Gives the numbers of a sample, in the order of its shape; null where it cannot be read. */
  read(sample: number): ArrayLike<number> | null;
}

/** Pictures of samples spread over the classes; null where samples are no images. */
export function samplePictures({ info, labels, read }: Picturable): SamplePictures | null {
  const { shape } = info;
  if (shape.length !== 2 && !(shape.length === 3 && shape[0] === 3)) return null;
  const [height, width] = shape.slice(-2) as [number, number];
  const planes = shape.length === 3 ? 3 : 1;
  const shrink = Math.min(1, LARGEST_SIDE / Math.max(height, width));
  const small = { width: Math.max(1, Math.round(width * shrink)), height: Math.max(1, Math.round(height * shrink)) };
  const resize = shrink < 1 ? areaResizer({ width, height }, small, 1) : null;
  const size = small.width * small.height;

  const shown: number[] = [];
  const values: Float64Array[] = [];
  for (const sample of spreadSamples({ info, labels }, MOST)) {
    const numbers = read(sample);
    if (numbers === null) continue;
    shown.push(sample);
    const picture = new Float64Array(planes * size);
    for (let plane = 0; plane < planes; plane++) {
      const part = Array.prototype.slice.call(numbers, plane * width * height, (plane + 1) * width * height);
      picture.set(resize === null ? part : resize(part), plane * size);
    }
    values.push(picture);
  }
  return {
    shape: planes === 3 ? [3, small.height, small.width] : [small.height, small.width],
    labels: info.classes.length === 0 ? [] : shown.map((sample) => labels[sample]!),
    pixels: Buffer.from(asBytes(values, planes * size)).toString('base64'),
  };
}

function asBytes(pictures: readonly Float64Array[], size: number): Uint8Array {
  let [low, high] = [Infinity, -Infinity];
  for (const picture of pictures)
    for (const value of picture) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  const factor = high > low ? 255 / (high - low) : 0;
  const bytes = new Uint8Array(pictures.length * size);
  pictures.forEach((picture, i) => picture.forEach((value, k) => (bytes[i * size + k] = (value - low) * factor + 0.5)));
  return bytes;
}
