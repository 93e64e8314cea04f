/** What reads each format. What is known of a format before a file is opened: formats.ts. */
import { cifar10Reader } from './cifar10/read.ts';
import { csvReader } from './csv/read.ts';
import type { SourceFormat } from './formats.ts';
import { idxReader } from './idx/read.ts';
import { imagesReader } from './images/read.ts';
import { numpyReader } from './numpy/read.ts';
import type { Reader } from './source.ts';

/** By format; the compiler refuses one that is missing. */
export const READERS: Readonly<Record<SourceFormat, Reader>> = {
  idx: idxReader,
  cifar10: cifar10Reader,
  numpy: numpyReader,
  images: imagesReader,
  csv: csvReader,
};
