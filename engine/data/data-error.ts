/** The error of everything about data: a file, a split or a setting that cannot be used, told to a person. */
import { WordedError } from '../words/worded.ts';

/** Thrown for data that cannot be used; the message names what is wrong, where, and what to do. */
export class DataError extends WordedError {
  override readonly name = 'DataError';
}
