/**
 * The files in a ZIP archive, stored or deflated, ZIP64 included (PKWARE APPNOTE 6.3): all that NPZ needs. Every file is
 * checked against its size and CRC-32. Not for encrypted, split or otherwise packed archives.
 */
import { crc32, inflateRawSync } from 'node:zlib';
import { DataError } from '../data-error.ts';
import { formatCount } from '../../words/numbers.ts';
import { MAX_BYTES, type SourceFile } from './source.ts';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const FULL_16 = 0xffff;
const FULL_32 = 0xffff_ffff;

interface Entry {
  name: string;
  method: number;
  encrypted: boolean;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

/** Whether bytes begin like a ZIP archive. */
export const looksLikeZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);

/** Unpacks all files. Throws DataError naming archive, file and what is wrong; nothing larger than MAX_BYTES is unpacked. */
export function unzip({ name, bytes }: SourceFile): SourceFile[] {
  const damaged = (what: string, cause?: unknown): DataError =>
    new DataError(`${name} is damaged or truncated: ${what}. Get it again.`, { cause });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let entries: Entry[];
  try {
    entries = readDirectory(view, damaged);
  } catch (error) {
    if (error instanceof RangeError) throw damaged('its directory points beyond its end', error);
    throw error;
  }
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > MAX_BYTES)
    throw new DataError(
      `${name} unpacks to ${formatCount(total)} bytes, more than the ${formatCount(MAX_BYTES)} that can be imported. Take a part of it.`,
    );
  return entries
    .filter((entry) => !entry.name.endsWith('/'))
    .map((entry) => {
      try {
        return { name: entry.name, bytes: unpackEntry(view, entry, damaged) };
      } catch (error) {
        if (error instanceof DataError) throw error;
        throw damaged(`${entry.name} in it cannot be unpacked`, error);
      }
    });
}

type Damaged = (what: string, cause?: unknown) => DataError;

function readDirectory(view: DataView, damaged: Damaged): Entry[] {
  // A comment of at most 65,535 bytes may follow the record that ends the archive.
  let end = view.byteLength - 22;
  const last = Math.max(0, end - FULL_16);
  while (end >= last && view.getUint32(end, true) !== END) end--;
  if (end < last) throw damaged('it has no ZIP directory at its end');
  let count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if ((count === FULL_16 || at === FULL_32) && end >= 20 && view.getUint32(end - 20, true) === LOCATOR64) {
    const record = Number(view.getBigUint64(end - 12, true));
    if (view.getUint32(record, true) !== END64) throw damaged('its ZIP64 directory is not where it should be');
    count = Number(view.getBigUint64(record + 32, true));
    at = Number(view.getBigUint64(record + 48, true));
  }
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== CENTRAL) throw damaged(`entry ${i + 1} of its directory is none`);
    const [nameLength, extraLength] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true)];
    const name = new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength);
    const entry = {
      name: new TextDecoder().decode(name),
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    };
    readLargeSizes(view, entry, at + 46 + nameLength, extraLength);
    entries.push(entry);
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Fills in what does not fit into 32 bits and so stands in the ZIP64 extra field, in this order. */
function readLargeSizes(view: DataView, entry: Entry, start: number, length: number): void {
  for (let at = start; at + 4 <= start + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    for (const key of ['size', 'packed', 'offset'] as const) {
      if (entry[key] !== FULL_32) continue;
      entry[key] = Number(view.getBigUint64(field, true));
      field += 8;
    }
  }
}

function unpackEntry(view: DataView, entry: Entry, damaged: Damaged): Uint8Array {
  const { name, offset, packed, size, method } = entry;
  if (entry.encrypted) throw damaged(`${name} in it is encrypted; save it without a password`);
  if (view.getUint32(offset, true) !== LOCAL) throw damaged(`${name} in it does not begin where it should`);
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const stored = new Uint8Array(view.buffer, view.byteOffset + start, packed);
  if (method !== 0 && method !== 8)
    throw new DataError(
      `${name} is packed in a way that cannot be read (ZIP method ${method}). Save it with np.savez.`,
    );
  const bytes = method === 0 ? stored : inflateRawSync(stored, { maxOutputLength: Math.max(1, size) });
  if (bytes.length !== size)
    throw damaged(`${name} in it has ${formatCount(bytes.length)} bytes instead of ${formatCount(size)}`);
  if (crc32(bytes) !== entry.crc) throw damaged(`the check sum of ${name} in it is wrong`);
  return bytes;
}
