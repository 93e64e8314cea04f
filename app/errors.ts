/** The one error class of the program around the engine: a code for programs, a message with the remedy for people. */
import { WordedError } from '../engine/words/worded.ts';
import type { Message } from '../engine/words/words.ts';
import type { ErrorCode, FieldIssue } from './contract/errors.ts';

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
