/**
 * Resizing by area averaging: each new pixel is the mean of the old ones that it covers, partly covered ones weighted by
 * the covered part. The proportions of the image are not kept: it is stretched to the new size.
 */

/** Where each new pixel lies on the old ones, along one axis: it covers `weights[i].length` of them from `starts[i]` on. */
interface Coverage {
  starts: Int32Array;
  /** Parts of the new pixel's length that lie on each old pixel; they add up to 1. */
  weights: Float64Array[];
}

function coverage(from: number, to: number): Coverage {
  const starts = new Int32Array(to);
  const length = from / to;
  const weights = Array.from({ length: to }, (_, i) => {
    const [low, high] = [i * length, Math.min(from, (i + 1) * length)];
    const start = (starts[i] = Math.floor(low));
    // What rounding lets stick out of the last pixel is no pixel of its own.
    const end = Math.max(start + 1, Math.ceil(high - 1e-9));
    return Float64Array.from({ length: end - start }, (__, k) => {
      const overlap = Math.min(high, start + k + 1) - Math.max(low, start + k);
      return overlap / length;
    });
  });
  return { starts, weights };
}

/** Width and height in pixels. */
export interface Size {
  width: number;
  height: number;
}

/**
 * Resizes images of one size to another one, again and again. `source` is height x width x channels; the result has the
 * same order, is not rounded, and is the same array each time.
 */
export function areaResizer(from: Size, to: Size, channels: number): (source: ArrayLike<number>) => Float64Array {
  const across = coverage(from.width, to.width);
  const down = coverage(from.height, to.height);
  const narrow = new Float64Array(from.height * to.width * channels);
  const result = new Float64Array(to.height * to.width * channels);
  const row = to.width * channels;

  return (source) => {
    narrow.fill(0);
    for (let y = 0; y < from.height; y++)
      for (let x = 0; x < to.width; x++) {
        const weights = across.weights[x]!;
        for (let k = 0; k < weights.length; k++) {
          const at = (y * from.width + across.starts[x]! + k) * channels;
          for (let c = 0; c < channels; c++) narrow[y * row + x * channels + c]! += weights[k]! * source[at + c]!;
        }
      }
    result.fill(0);
    for (let y = 0; y < to.height; y++) {
      const weights = down.weights[y]!;
      for (let k = 0; k < weights.length; k++) {
        const at = (down.starts[y]! + k) * row;
        for (let i = 0; i < row; i++) result[y * row + i]! += weights[k]! * narrow[at + i]!;
      }
    }
    return result;
  };
}
