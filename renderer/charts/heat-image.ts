/** The pixels of a heat map: one column a record, one row a channel. Pure but for the ImageData it fills. */
import { colorOf, NON_FINITE, type ColorScale } from '../../app/view/color/scale.ts';

export interface Matrix {
  channels: number;
  /** records x channels, row-major. */
  values: Float64Array;
}

/** First record that column `column` of `columns` stands for. */
export const recordOf = (column: number, columns: number, records: number): number =>
  Math.floor((column * records) / columns);

/**
 * Bytes (RGBA) of an image `columns` wide and `channels` high. Where there are more records than columns, a column
 * shows the first of its records, but a non-finite value in any of them shows.
 */
export function heatPixels(matrix: Matrix, scale: ColorScale, columns: number): Uint8ClampedArray<ArrayBuffer> {
  const { channels, values } = matrix;
  const records = channels === 0 ? 0 : values.length / channels;
  const pixels = new Uint8ClampedArray(columns * channels * 4);
  for (let column = 0; column < columns; column++) {
    const begin = recordOf(column, columns, records);
    const end = Math.max(begin + 1, recordOf(column + 1, columns, records));
    for (let channel = 0; channel < channels; channel++) {
      let value = values[begin * channels + channel]!;
      for (let record = begin; record < end && Number.isFinite(value); record++) {
        const other = values[record * channels + channel]!;
        if (!Number.isFinite(other)) value = other;
      }
      const [r, g, b] = Number.isFinite(value) ? colorOf(scale, value) : NON_FINITE;
      pixels.set([r, g, b, 255], (channel * columns + column) * 4);
    }
  }
  return pixels;
}
