/**
 * Values of fields of a specification as text: in words for the page, which shows fields by their titles, and as typed for
 * reports and the command line, which list them by their paths, so that they can be given again.
 */
import { kerasMomentum } from '../../engine/spec/framework-defaults.ts';
import { formatNumber } from '../../engine/words/numbers.ts';
import { texts } from '../../engine/words/words.ts';

/** Words that stand for values, in cells of tables too. */
export const valueWords = texts('value', {
  absent: '–',
  unset: 'not set',
  yes: 'yes',
  no: 'no',
  emptyText: '""',
  none: 'none',
  keras: ({ momentum }: { momentum: string }) => `Keras: ${momentum}`,
});

/** Enough for every number that a person types. */
const DIGITS = 12;

/** Any value in words: false, 0, "" and an absent value stay distinct. */
export function formatFieldValue(value: unknown): string {
  if (value === undefined) return valueWords.absent;
  if (value === null) return valueWords.unset;
  if (typeof value === 'number') return formatNumber(value, DIGITS);
  if (typeof value === 'boolean') return value ? valueWords.yes : valueWords.no;
  if (typeof value === 'string') return value === '' ? valueWords.emptyText : value;
  if (Array.isArray(value)) return value.length === 0 ? valueWords.none : value.map(formatFieldValue).join(', ');
  return JSON.stringify(value);
}

/**
 * The value at `path` as it would be typed: texts bare unless they would read as something else, lists as JSON. The momentum
 * of batch normalization carries its Keras equivalent.
 */
export function typedFieldValue(path: string, value: unknown): string {
  const text = typeof value === 'string' ? bareText(value) : JSON.stringify(value);
  return path === 'model.normalization.momentum' && typeof value === 'number'
    ? `${text} (${kerasRemark(value)})`
    : text;
}

/** What Keras would write for a momentum of ours. */
export const kerasNumber = (momentum: number): string => formatNumber(kerasMomentum(momentum), DIGITS);

/** The same as a remark beside ours: `Keras: 0.9`. */
export const kerasRemark = (momentum: number): string => valueWords.keras({ momentum: kerasNumber(momentum) });

function bareText(text: string): string {
  const readsAsJson = /^(true|false|null|-?\d.*|[[{"].*)$/s.test(text);
  return text === '' || text.trim() !== text || readsAsJson ? JSON.stringify(text) : text;
}
