/** The error of everything about data: a file, a split or a setting that cannot be used, told to a person. */
import { WordedError } from '../words/worded.ts';

/** Thrown for data that cannot be used; the message names what is wrong, where, and what to do. */
export class DataError extends WordedError {
  override readonly name = 'DataError';
}

/** 1234567 as "1,234,567", the same in every language setting. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** "1 sample", "1,000 samples". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** Up to `limit` items in words: "a, b, c and 4 more". */
export const listed = (items: readonly string[], limit = 5): string =>
  items.length <= limit
    ? items.join(', ')
    : `${items.slice(0, limit).join(', ')} and ${grouped(items.length - limit)} more`;
