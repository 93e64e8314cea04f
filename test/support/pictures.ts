/** Small images made in memory, for tests. */
import type { SourceFile } from '../../engine/data/readers/source.ts';

/** A binary PGM (one channel) or PPM (three), all pixels of one colour. */
export function pnm(name: string, width: number, height: number, color: readonly number[]): SourceFile {
  const head = Buffer.from(`P${color.length === 1 ? 5 : 6}\n${width} ${height}\n255\n`);
  const pixels = Array.from({ length: width * height }, () => color).flat();
  return { name, bytes: new Uint8Array(Buffer.concat([head, Uint8Array.from(pixels)])) };
}
