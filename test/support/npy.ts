/** NumPy files made in memory, for tests. */
import { crc32, deflateRawSync } from 'node:zlib';
import type { SourceFile } from '../../engine/data/readers/source.ts';

/** An NPY file, version 1, of elements that are bytes already. */
export function npyBytes(descr: string, shape: readonly number[], elements: Uint8Array, fortran = false): Uint8Array {
  const axes = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${axes}, }`;
  const header = text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11) + '\n';
  const start = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8);
  return new Uint8Array(Buffer.concat([start, Buffer.from(header, 'latin1'), elements]));
}

/** An NPY file of float32 or int32 numbers. */
export const npy = (
  name: string,
  shape: readonly number[],
  numbers: Float32Array | Int32Array | Uint8Array,
): SourceFile => {
  const descr = numbers instanceof Float32Array ? '<f4' : numbers instanceof Int32Array ? '<i4' : '|u1';
  const elements = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  return { name: `${name}.npy`, bytes: npyBytes(descr, shape, elements) };
};

/** A ZIP archive of some files, deflated. */
export function zip(name: string, files: readonly SourceFile[]): SourceFile {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const file of files) {
    const packed = deflateRawSync(file.bytes);
    const label = Buffer.from(file.name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(file.bytes), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(file.bytes.length, 18);
    facts.writeUInt16LE(label.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, label, packed]);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, where, label]));
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return { name, bytes: new Uint8Array(Buffer.concat([...parts, list, end])) };
}
