/** Decodes JPEG, baseline and progressive, by the library jpeg-js. Turning by Exif orientation is left out. */
import { PICTURES } from './picture-words.ts';
import { decode } from 'jpeg-js';
import { checkSize, PictureError, type Picture, type PictureHeader } from './picture.ts';

export const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

/** Markers of a frame that begin like start-of-frame but are Huffman tables, extensions and arithmetic conditioning. */
const NO_FRAME = new Set([0xc4, 0xc8, 0xcc]);
const MEMORY_MB = 4096;

/** What the frame header says. Throws PictureError for damage, and for what cannot be decoded. */
export function readJpegHeader(bytes: Uint8Array): PictureHeader {
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) throw new PictureError(PICTURES['jpeg-no-marker']({ at }));
    const marker = bytes[at + 1]!;
    if (marker === 0xff) at += 1;
    else if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.has(marker)) return readFrame(bytes, at, marker);
    else at += 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
  }
  throw new PictureError(PICTURES['jpeg-truncated']({ bytes: bytes.length }));
}

function readFrame(bytes: Uint8Array, at: number, marker: number): PictureHeader {
  const bits = bytes[at + 4]!;
  const height = (bytes[at + 5]! << 8) | bytes[at + 6]!;
  const width = (bytes[at + 7]! << 8) | bytes[at + 8]!;
  const components = bytes[at + 9]!;
  if (marker > 0xc2 || bits !== 8) throw new PictureError(PICTURES['jpeg-rare']());
  if (components !== 1 && components !== 3) throw new PictureError(PICTURES['jpeg-components']({ components }));
  checkSize(width, height);
  return { width, height, channels: components, max: 255, alpha: false };
}

/** Decodes an image. Throws PictureError for damage. */
export function decodeJpeg(bytes: Uint8Array): Picture {
  const header = readJpegHeader(bytes);
  let data: Uint8Array;
  try {
    const options = { useTArray: true, formatAsRGBA: false, tolerantDecoding: false } as const;
    ({ data } = decode(bytes, { ...options, maxResolutionInMP: 100, maxMemoryUsageInMB: MEMORY_MB }));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PictureError(PICTURES['jpeg-undecodable']({ why }), { cause });
  }
  // The library gives three channels for grey images too.
  const pixels = header.channels === 3 ? data : Uint8Array.from({ length: data.length / 3 }, (_, i) => data[3 * i]!);
  return { ...header, pixels };
}
