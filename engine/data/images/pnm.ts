/** Decodes PGM and PPM (Netpbm formats P2, P5: grey; P3, P6: colour), 8 or 16 bits. Not for bitmaps (PBM). */
import { PICTURES } from './picture-words.ts';
import { checkSize, PictureError, type Picture, type PictureHeader } from './picture.ts';

export const isPnm = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && [0x32, 0x33, 0x35, 0x36].includes(bytes[1] ?? 0) && (isSpace(bytes[2]) || bytes[2] === 0x23);

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || (byte !== undefined && byte >= 9 && byte <= 13);

/** Reads whole numbers in text, with spaces and comments between them. */
function numberReader(bytes: Uint8Array, start: number): { at: number; next(): number } {
  const reader = {
    at: start,
    next(): number {
      while (isSpace(bytes[reader.at]) || bytes[reader.at] === 0x23)
        if (bytes[reader.at] === 0x23) while (reader.at < bytes.length && bytes[reader.at] !== 0x0a) reader.at += 1;
        else reader.at += 1;
      const begin = reader.at;
      let value = 0;
      for (; bytes[reader.at]! >= 0x30 && bytes[reader.at]! <= 0x39; reader.at += 1)
        value = 10 * value + bytes[reader.at]! - 0x30;
      if (reader.at === begin) throw new PictureError(PICTURES['pnm-no-number']({ at: begin }));
      return value;
    },
  };
  return reader;
}

function readHeader(bytes: Uint8Array): PictureHeader & { largest: number; text: boolean; start: number } {
  const reader = numberReader(bytes, 2);
  const [width, height, largest] = [reader.next(), reader.next(), reader.next()];
  checkSize(width, height);
  if (largest < 1 || largest > 65_535) throw new PictureError(PICTURES['pnm-largest']({ largest }));
  const kind = bytes[1]! - 0x30;
  const channels = kind === 2 || kind === 5 ? 1 : 3;
  // One space ends the header.
  return {
    width,
    height,
    channels,
    max: largest > 255 ? 65_535 : 255,
    alpha: false,
    largest,
    text: kind < 4,
    start: reader.at + 1,
  };
}

/** What the header says. Throws PictureError for damage. */
export function readPnmHeader(bytes: Uint8Array): PictureHeader {
  const { width, height, channels, max, alpha } = readHeader(bytes);
  return { width, height, channels, max, alpha };
}

/** Decodes an image; values are stretched from 0 to its largest value to all 8 or 16 bits. Throws PictureError for damage. */
export function decodePnm(bytes: Uint8Array): Picture {
  const { largest, text, start, ...header } = readHeader(bytes);
  const count = header.width * header.height * header.channels;
  const pixels = header.max === 255 ? new Uint8Array(count) : new Uint16Array(count);
  const width = largest > 255 ? 2 : 1;
  if (!text && bytes.length < start + count * width)
    throw new PictureError(PICTURES['pnm-truncated']({ found: bytes.length, expected: start + count * width }));
  const reader = numberReader(bytes, start);
  for (let i = 0; i < count; i++) {
    const at = start + i * width;
    const value = text ? reader.next() : width === 1 ? bytes[at]! : (bytes[at]! << 8) | bytes[at + 1]!;
    if (value > largest) throw new PictureError(PICTURES['pnm-above-largest']({ value, largest }));
    pixels[i] = Math.round((value * header.max) / largest);
  }
  return { ...header, pixels };
}
