/**
 * What a person reads, under a stable key: a code with values, worded in English where the code is defined, and in other
 * languages by the same code (see docs/WORDS.md). Knows no language but the one in use; formats of numbers: numbers.ts.
 */

/** What a message may speak of: anything that survives JSON; numbers that do not (NaN, the infinities) are given as text. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
// Values of messages are records and lists of these; an interface does not extend an index signature, a mapped type does.
export type Values = Readonly<Record<string, Value>>;

/** A text for a person as data: another language words it by `code` and `values`; `text` is its English wording. */
export interface Message {
  /** Area and key: `data.idx.too-short`. Never changes its meaning once released. */
  code: string;
  values: Values;
  text: string;
}

/** What a message says, without its wording. */
export type Said = Omit<Message, 'text'>;

/** A message without its wording. */
export const saidOf = ({ code, values }: Said): Said => ({ code, values });

/** The wording of one code: fixed, or made from the values. */
// The values of each code have a type of their own, which a record of all codes cannot name.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Wording = string | ((values: any) => string);

/** Wordings by code, in one language. */
export type Dictionary = Readonly<Record<string, Wording>>;

const english = new Map<string, Wording>();
let dictionary: Dictionary = {};

type Makers<T extends Record<string, Wording>> = {
  readonly [K in keyof T]: T[K] extends (values: infer V) => string ? (values: V) => Message : () => Message;
};
type Texts<T extends Record<string, Wording>> = {
  readonly [K in keyof T]: T[K] extends (values: infer V) => string ? (values: V) => string : string;
};

const put = (wording: Wording, values: Values): string => (typeof wording === 'string' ? wording : wording(values));

const register = (area: string, wordings: Record<string, Wording>): void => {
  for (const [key, wording] of Object.entries(wordings)) english.set(`${area}.${key}`, wording);
};

/**
 * Defines messages: problems, refusals, cautions, findings, verdicts; whatever travels before it is read. Each key becomes
 * a function from its values to a {@link Message}.
 */
export function messages<const T extends Record<string, Wording>>(area: string, wordings: T): Makers<T> {
  register(area, wordings);
  return Object.fromEntries(
    Object.entries(wordings).map(([key, wording]) => [
      key,
      (values: Values = {}): Message => ({ code: `${area}.${key}`, values, text: put(wording, values) }),
    ]),
  ) as Makers<T>;
}

/**
 * Defines texts that are read where they are made: headings, labels, units. Each key is a text in the language in use, or
 * a function from its values to one.
 */
export function texts<const T extends Record<string, Wording>>(area: string, wordings: T): Texts<T> {
  register(area, wordings);
  const made = {};
  for (const [key, wording] of Object.entries(wordings)) {
    const code = `${area}.${key}`;
    const get =
      typeof wording === 'string'
        ? (): string => wordingOf(code, {}, wording)
        : () =>
            (values: Values): string =>
              wordingOf(code, values, wording);
    Object.defineProperty(made, key, { enumerable: true, get });
  }
  return made as Texts<T>;
}

const wordingOf = (code: string, values: Values, otherwise: Wording): string =>
  put(dictionary[code] ?? otherwise, values);

/** A message in the language in use; in English where that language lacks it, in that of its sender where we do, too. */
export const say = ({ code, values, text }: Message): string => wordingOf(code, values, english.get(code) ?? text);

/** From now on texts are in the language of this dictionary; an empty one is English. */
export function speak(words: Dictionary): void {
  dictionary = words;
}

/** Every code that was defined so far with its English wording: what another language has to have. */
export const defined = (): ReadonlyMap<string, Wording> => english;

/** A text from outside (an operating system, a library) that no language can word: it stays as it is. */
export const asIs = (text: string): Message => ({ code: 'words.as-is', values: { text }, text });

/** Several messages in one, a line each. */
export const lines = (all: readonly Message[]): Message => LINES.lines({ messages: all.map((one) => ({ ...one })) });

const LINES = messages('words', {
  'as-is': ({ text }: { text: string }) => text,
  lines: ({ messages: all }: { messages: readonly Message[] }) => all.map(say).join('\n'),
});
