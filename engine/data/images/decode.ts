/** The one way in for image files: recognizes their format by their first bytes. */
import { PICTURES } from './picture-words.ts';
import { DataError } from '../data-error.ts';
import type { SourceFile } from '../readers/source.ts';
import { decodeJpeg, isJpeg, readJpegHeader } from './jpeg.ts';
import { PictureError, type Picture, type PictureHeader } from './picture.ts';
import { decodePng, isPng, readPngHeader } from './png.ts';
import { decodePnm, isPnm, readPnmHeader } from './pnm.ts';

/** Whether bytes begin like an image that can be decoded. */
export const looksLikeImage = (bytes: Uint8Array): boolean => isPng(bytes) || isJpeg(bytes) || isPnm(bytes);

/** Size and kind of an image, without decoding it. Throws DataError naming the file. */
export const readImageHeader = (file: SourceFile): PictureHeader =>
  explained(file, (bytes) =>
    isPng(bytes)
      ? readPngHeader(bytes)
      : isJpeg(bytes)
        ? readJpegHeader(bytes)
        : isPnm(bytes)
          ? readPnmHeader(bytes)
          : none(bytes),
  );

/** Decodes an image. Throws DataError naming the file. */
export const decodeImage = (file: SourceFile): Picture =>
  explained(file, (bytes) =>
    isPng(bytes) ? decodePng(bytes) : isJpeg(bytes) ? decodeJpeg(bytes) : isPnm(bytes) ? decodePnm(bytes) : none(bytes),
  );

function none(bytes: Uint8Array): never {
  throw new PictureError(bytes.length === 0 ? PICTURES.empty() : PICTURES['no-image']());
}

function explained<T>({ name, bytes }: SourceFile, work: (bytes: Uint8Array) => T): T {
  try {
    return work(bytes);
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    throw new DataError(PICTURES.unusable({ file: name, why: error.said }), { cause: error });
  }
}
