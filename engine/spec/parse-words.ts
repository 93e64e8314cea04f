/** What is said of a field that cannot be read, whatever it is for: unknown, of the wrong type, too small, not a choice. */
import { messages } from '../words/words.ts';

interface Given {
  /** What was given, as JSON. */
  given: string;
}
interface Bound extends Given {
  bound: number;
  inclusive: boolean;
  /** What is measured: the number itself, the characters of a text, or the items of a list. */
  of: 'number' | 'string' | 'array';
}

// The parts of sentences below are words of READING.
const TYPES: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
};
const typed = (expected: string): string => TYPES[expected] ?? `of type ${expected}`;

const measured = (word: string, { bound, of }: Bound): string => {
  const items = of === 'number' ? '' : ` ${of === 'array' ? 'item' : 'character'}${bound === 1 ? '' : 's'}`;
  return `${of === 'number' ? 'be' : 'have'} ${word} ${bound}${items}`;
};

/** One of the forms that a value may have: a type, or fixed values as JSON; neither where it is described elsewhere. */
export interface Form {
  type?: string;
  values?: readonly string[];
}

const formWords = ({ type, values }: Form): string =>
  type !== undefined ? typed(type) : values !== undefined ? values.join(', or ') : 'of another form';

/** Messages of parse.ts; `given` is JSON, the other values are names of fields and choices. */
export const READING = messages('spec.reading', {
  'unknown-field': ({ near, known, what }: { near: string | null; known: readonly string[]; what: 'run' | 'study' }) =>
    `is not a field of a ${what}; ${near === null ? `known here: ${known.join(', ')}` : `did you mean ${near}?`}`,
  'not-a-choice': ({ given, near, allowed }: Given & { near: string | null; allowed: readonly string[] }) =>
    allowed.length === 1
      ? `is ${given}; it must be ${allowed[0]!}`
      : `is ${given}; ${near === null ? '' : `did you mean ${near}? `}allowed: ${allowed.join(', ')}`,
  'no-form': ({ given, forms }: Given & { forms: readonly Form[] }) =>
    `is ${given}; it must be ${forms.map(formWords).join(', or ')}`,
  'wrong-type': ({ given, expected }: Given & { expected: string }) => `is ${given}; it must be ${typed(expected)}`,
  'too-small': (bound: Bound) =>
    `is ${bound.given}; it must ${measured(bound.inclusive ? 'at least' : 'more than', bound)}`,
  'too-big': (bound: Bound) =>
    `is ${bound.given}; it must ${measured(bound.inclusive ? 'at most' : 'less than', bound)}`,
});
