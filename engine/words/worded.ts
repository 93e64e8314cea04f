/** Errors and problems of fields that are told to a person: each carries its message as data. */
import { asIs, say, type Message } from './words.ts';

/** An error whose message is for people. `message` is its English; `said` words it in other languages. */
export class WordedError extends Error {
  readonly said: Message;
  constructor(message: Message | string, options?: ErrorOptions) {
    const said = typeof message === 'string' ? asIs(message) : message;
    super(said.text, options);
    this.name = 'WordedError';
    this.said = said;
  }
}

/** One field that is wrong or worth a caution, as shown beside it in a form: a message without its English name. */
export interface FieldIssue extends Partial<Omit<Message, 'text'>> {
  /** Dotted path in the input, e.g. `training.batchSize`; empty for the whole of it. */
  path: string;
  /** The message in English: what follows the name of the field in a sentence. */
  message: string;
}

/** A message beside a field. */
export const issueAt = (path: string, { code, values, text }: Message): FieldIssue => ({
  path,
  message: text,
  code,
  values,
});

/** The message of an issue, without its field. */
export const messageOf = ({ code = '', values = {}, message }: FieldIssue): Message => ({
  code,
  values,
  text: message,
});

/** What an issue says in the language in use. */
export const sayIssue = (issue: FieldIssue): string => say(messageOf(issue));

/** What an error says: its message where it was worded for people, otherwise its text as it is. */
export const saidBy = (error: unknown): Message =>
  error instanceof WordedError ? error.said : asIs(error instanceof Error ? error.message : String(error));
