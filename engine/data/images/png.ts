/**
 * Decodes PNG (W3C Recommendation, third edition): grey, colour, palette, with and without alpha, 1 to 16 bits, interlaced
 * or not. Transparency and colour profiles are dropped.
 */
import { PICTURES } from './picture-words.ts';
import { crc32, inflateSync } from 'node:zlib';
import { checkSize, PictureError, type Picture, type PictureHeader } from './picture.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Samples of a pixel by colour type: grey, -, colour, palette, grey and alpha, -, colour and alpha. */
const SAMPLES: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const DEPTHS: Record<number, number[]> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] };
/** Adam7: first column and row of each pass, and the steps between its pixels. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

export const isPng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, i) => bytes[i] === byte);

interface Chunks {
  width: number;
  height: number;
  depth: number;
  type: number;
  interlaced: boolean;
  palette: Uint8Array | null;
  transparent: boolean;
  data: Uint8Array[];
}

/** What the header says. Throws PictureError for damage. */
export function readPngHeader(bytes: Uint8Array): PictureHeader {
  const { width, height, depth, type, transparent } = readChunks(bytes, true);
  const channels = type === 0 || type === 4 ? 1 : 3;
  return { width, height, channels, max: depth === 16 ? 65_535 : 255, alpha: transparent || type >= 4 };
}

/** Decodes an image. Throws PictureError for damage. */
export function decodePng(bytes: Uint8Array): Picture {
  const chunks = readChunks(bytes, false);
  const { width, height, depth, type, interlaced, palette } = chunks;
  const samples = SAMPLES[type]!;
  const lineOf = (columns: number): number => Math.ceil((columns * samples * depth) / 8);
  const passes = (interlaced ? PASSES : ([[0, 0, 1, 1]] as const)).map(([left, top, across, down]) => ({
    ...{ left, top, across, down },
    columns: Math.ceil((width - left) / across),
    rows: Math.ceil((height - top) / down),
  }));
  const used = passes.filter(({ columns, rows }) => columns > 0 && rows > 0);
  const size = used.reduce((sum, { columns, rows }) => sum + rows * (1 + lineOf(columns)), 0);
  const data = inflate(chunks.data, size);

  const kept = type === 0 || type === 4 ? 1 : 3;
  const pixels = depth === 16 ? new Uint16Array(width * height * kept) : new Uint8Array(width * height * kept);
  const stride = Math.max(1, (samples * depth) / 8);
  let at = 0;
  for (const { left, top, across, down, columns, rows } of used) {
    const line = lineOf(columns);
    let above: Uint8Array | null = null;
    for (let row = 0; row < rows; row++) {
      const current = data.subarray(at + 1, at + 1 + line);
      unfilter(data[at]!, current, above, stride);
      above = current;
      at += 1 + line;
      const start = (top + row * down) * width + left;
      for (let column = 0; column < columns; column++)
        putPixel(pixels, (start + column * across) * kept, current, column, { depth, type, samples, palette });
    }
  }
  return {
    width,
    height,
    channels: kept,
    max: depth === 16 ? 65_535 : 255,
    alpha: type >= 4 || chunks.transparent,
    pixels,
  };
}

interface Layout {
  depth: number;
  type: number;
  samples: number;
  palette: Uint8Array | null;
}

/** One pixel, without its alpha; grey of fewer than 8 bits is stretched to 0 to 255. */
function putPixel(
  pixels: Uint8Array | Uint16Array,
  to: number,
  line: Uint8Array,
  column: number,
  { depth, type, samples, palette }: Layout,
): void {
  const kept = type === 0 || type === 4 || type === 3 ? 1 : 3;
  for (let c = 0; c < kept; c++) {
    const sample = column * samples + c;
    if (depth === 16) pixels[to + c] = (line[2 * sample]! << 8) | line[2 * sample + 1]!;
    else if (depth === 8) pixels[to + c] = line[sample]!;
    else {
      const bit = sample * depth;
      const value = (line[bit >> 3]! >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
      pixels[to + c] = type === 3 ? value : (value * 255) / ((1 << depth) - 1);
    }
  }
  if (type !== 3) return;
  const color = 3 * pixels[to]!;
  if (palette === null || color + 2 >= palette.length)
    throw new PictureError(PICTURES['png-no-colour']({ colour: color / 3 }));
  for (let c = 0; c < 3; c++) pixels[to + c] = palette[color + c]!;
}

/** Undoes the filter of a line in place. */
function unfilter(filter: number, line: Uint8Array, above: Uint8Array | null, stride: number): void {
  if (filter > 4) throw new PictureError(PICTURES['png-no-filter']({ filter }));
  if (filter === 0) return;
  for (let i = 0; i < line.length; i++) {
    const left = i >= stride ? line[i - stride]! : 0;
    const up = above?.[i] ?? 0;
    const corner = i >= stride ? (above?.[i - stride] ?? 0) : 0;
    const guess = filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : paeth(left, up, corner);
    line[i] = line[i]! + guess;
  }
}

/** Of left, up and corner the one nearest to left + up - corner. */
function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function inflate(data: readonly Uint8Array[], size: number): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = inflateSync(Buffer.concat(data), { maxOutputLength: size + 1 });
  } catch (cause) {
    throw new PictureError(PICTURES['png-unpackable'](), { cause });
  }
  if (bytes.length < size) throw new PictureError(PICTURES['png-too-few']({ found: bytes.length, expected: size }));
  return bytes;
}

function readChunks(bytes: Uint8Array, headerOnly: boolean): Chunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunks = {
    ...{ width: 0, height: 0, depth: 0, type: 0, interlaced: false, palette: null, transparent: false, data: [] },
  };
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (headerOnly && name === 'IDAT') return chunks;
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (at + 12 + length > bytes.length) break;
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length))
      throw new PictureError(PICTURES['png-check-sum']({ part: name, at }));
    if (name === 'IHDR') readHeader(chunks, body, view, at + 8);
    else if (chunks.width === 0) throw new PictureError(PICTURES['png-no-size']());
    else if (name === 'PLTE') chunks.palette = body;
    else if (name === 'tRNS') chunks.transparent = true;
    else if (name === 'IDAT') chunks.data.push(body);
    else if (name === 'IEND') return chunks;
    at += 12 + length;
  }
  throw new PictureError(PICTURES['png-truncated']({ bytes: bytes.length }));
}

function readHeader(chunks: Chunks, body: Uint8Array, view: DataView, at: number): void {
  if (body.length !== 13) throw new PictureError(PICTURES['png-header-length']({ bytes: body.length }));
  const [width, height] = [view.getUint32(at), view.getUint32(at + 4)];
  const [depth, type, , , interlace] = body.subarray(8) as unknown as number[];
  checkSize(width, height);
  if (DEPTHS[type!]?.includes(depth!) !== true)
    throw new PictureError(PICTURES['png-colour-type']({ type: type!, depth: depth! }));
  Object.assign(chunks, { width, height, depth, type, interlaced: interlace === 1 });
}
