/** The one error class of the program around the engine: a code for programs, a message with the remedy for people. */
import { WordedError, type FieldIssue } from '../engine/words/worded.ts';
import type { Message } from '../engine/words/words.ts';

export const ERROR_CODES = [
  'invalid-input', // what was given is wrong: the message names field, value and remedy
  'not-found',
  'ambiguous', // a name or prefix that fits several things
  'conflict', // the thing is in a state in which this cannot be done
  'unauthorized',
  'too-large',
  'database', // damaged, foreign, from a newer version, locked
  'unavailable', // something outside is missing: a binary, a display, a file
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export type { FieldIssue };

/** An error whose message is written for the user. */
export class AppError extends WordedError {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly issues: FieldIssue[];
  constructor(code: ErrorCode, message: Message | string, options: { issues?: FieldIssue[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.issues = options.issues ?? [];
  }
}
