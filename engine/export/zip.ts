/** Writes a ZIP archive of stored (not packed) files (PKWARE APPNOTE 6.3): what NPZ is, and how a folder is downloaded. */
import { crc32 } from 'node:zlib';

export interface ZipEntry {
  name: string;
  /** The contents, one after the other. */
  pieces: readonly Uint8Array[];
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** 1 January 1980, so that equal contents give equal archives. */
const DATE = 0x0021;
const LARGEST = 0xffff_ffff;

/** Pieces of the archive. Throws RangeError beyond the 4 GiB that the plain format can address. */
export function zip(entries: readonly ZipEntry[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, pieces: contents } of entries) {
    const nameBytes = new TextEncoder().encode(name);
    const length = contents.reduce((sum, piece) => sum + piece.length, 0);
    const facts = { crc: contents.reduce((crc, piece) => crc32(piece, crc), 0), size: length, name: nameBytes };
    const local = header(LOCAL, facts, 30, 4);
    if (offset + local.length + length > LARGEST)
      throw new RangeError(`${name} does not fit: an archive holds at most 4 GiB`);
    const central = header(CENTRAL, facts, 46, 6);
    new DataView(central.buffer).setUint16(4, VERSION, true);
    new DataView(central.buffer).setUint32(42, offset, true);
    directory.push(central);
    pieces.push(local, ...contents);
    offset += local.length + length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = new Uint8Array(22);
  const view = new DataView(end.buffer);
  view.setUint32(0, END, true);
  view.setUint16(8, entries.length, true);
  view.setUint16(10, entries.length, true);
  view.setUint32(12, size, true);
  view.setUint32(16, offset, true);
  return [...pieces, ...directory, end];
}

/** The fields that both headers of a file share, which begin at `at`; the name comes last. */
function header(
  signature: number,
  { crc, size, name }: { crc: number; size: number; name: Uint8Array },
  length: number,
  at: number,
): Uint8Array {
  const bytes = new Uint8Array(length + name.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signature, true);
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 2, FLAGS, true);
  view.setUint16(at + 8, DATE, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, size, true);
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, name.length, true);
  bytes.set(name, length);
  return bytes;
}
