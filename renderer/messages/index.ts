/**
 * The words of the page in the reader's language. A second language is one more file with the shape of `en.ts`, entered
 * below; where a language is missing, English answers.
 */
import { en, type Messages } from './en.ts';

const CATALOGUES: Record<string, Messages> = { en };

/** The language of the page: the first of the reader's that there is a catalogue for. */
export const language: string =
  (typeof navigator === 'undefined' ? [] : navigator.languages).find((tag) => base(tag) in CATALOGUES) ?? 'en';

/** The catalogue in use. */
export const m: Messages = CATALOGUES[base(language)] ?? en;

function base(tag: string): string {
  return tag.split('-')[0] ?? tag;
}
