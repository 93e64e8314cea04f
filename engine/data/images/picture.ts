/** An image as it comes out of a decoder, and its conversion to grey. */
import { PICTURES } from './picture-words.ts';
import { WordedError } from '../../words/worded.ts';

/** What the start of an image file tells. */
export interface PictureHeader {
  width: number;
  height: number;
  /** 1: grey. 3: red, green and blue. */
  channels: 1 | 3;
  /** Largest value of a channel: 255, or 65,535 for images of 16 bits. */
  max: 255 | 65_535;
  /** Whether it has transparency, which is dropped: the colours beneath it remain. */
  alpha: boolean;
}

/** A decoded image: height x width x channels. */
export interface Picture extends PictureHeader {
  pixels: Uint8Array | Uint16Array;
}

/** Most pixels of one image, so that a small file cannot fill the memory. */
export const MAX_PIXELS = 100_000_000;

/** A file that is no image, or a damaged one; the message completes the sentence "FILE ...". */
export class PictureError extends WordedError {}

/** Throws PictureError for a size that cannot be read. */
export function checkSize(width: number, height: number): void {
  if (width === 0 || height === 0) throw new PictureError(PICTURES['no-size']({ width, height }));
  if (width * height > MAX_PIXELS) throw new PictureError(PICTURES['too-large']({ width, height }));
}

/** Luma of a colour image after ITU-R BT.601, in the integers that Pillow's conversion to "L" uses (libImaging/Convert.c). */
export function toGrey(picture: Picture): Picture {
  if (picture.channels === 1) return picture;
  const { pixels, width, height } = picture;
  const grey = picture.max === 255 ? new Uint8Array(width * height) : new Uint16Array(width * height);
  for (let i = 0; i < grey.length; i++)
    grey[i] = (19_595 * pixels[3 * i]! + 38_470 * pixels[3 * i + 1]! + 7_471 * pixels[3 * i + 2]! + 0x8000) / 0x1_0000;
  return { ...picture, channels: 1, pixels: grey };
}
