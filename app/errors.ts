/** The one error class of the program around the engine: a code for programs, a message with the remedy for people. */

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

/** One field that is wrong, as shown beside it in a form. */
export interface FieldIssue {
  /** Dotted path in the input, e.g. `training.batchSize`. */
  path: string;
  message: string;
}

/** An error whose message is written for the user. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly issues: FieldIssue[];
  constructor(code: ErrorCode, message: string, options: { issues?: FieldIssue[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.issues = options.issues ?? [];
  }
}
