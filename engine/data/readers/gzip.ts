/** Unpacks gzip with a bound known beforehand, so that a small file cannot fill the memory. */
import { constants, gunzipSync } from 'node:zlib';
import { DataError } from '../data-error.ts';
import { formatCount } from '../../words/numbers.ts';
import type { SourceFile } from './source.ts';

/** Whether a file begins like gzip, whatever its name says. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The first bytes of the unpacked file: as many as the first 4 KiB of a packed one hold. Throws DataError for damage. */
export function unpackStart({ name, bytes }: SourceFile): Uint8Array {
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzipSync(bytes.subarray(0, 4096), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (cause) {
    throw damaged(name, bytes, cause);
  }
}

/**
 * The whole unpacked file, at most `limit` bytes of it. Throws DataError for damage, for a stream that ends early, and for
 * more than `limit` bytes (`excess` says what that means).
 */
export function unpack({ name, bytes }: SourceFile, limit: number, excess: string): Uint8Array {
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: Math.max(1, limit) });
  } catch (cause) {
    if (codeOf(cause) === 'ERR_BUFFER_TOO_LARGE') throw new DataError(`${name}: ${excess}`, { cause });
    throw damaged(name, bytes, cause);
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

function damaged(name: string, bytes: Uint8Array, cause: unknown): DataError {
  if (codeOf(cause) === 'Z_BUF_ERROR')
    return new DataError(
      `${name} is truncated: its gzip stream does not end within the ${formatCount(bytes.length)} bytes of the file. Get it again.`,
      { cause },
    );
  const why = cause instanceof Error ? cause.message : String(cause);
  return new DataError(`${name} is damaged: its gzip stream cannot be unpacked (${why}). Get the file again.`, {
    cause,
  });
}
