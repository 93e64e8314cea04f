/** Why something was refused or failed, as it travels: codes for programs, messages for people. */
import { z } from 'zod';
import type { FieldIssue as WordedIssue } from '../../engine/words/worded.ts';
import { Said, said } from './message.ts';

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
export const FieldIssue = z.object({
  /** Dotted path in the input, e.g. `training.batchSize`; empty for the whole of it. */
  path: z.string(),
  /** In English: what follows the name of the field in a sentence. */
  message: z.string(),
  code: said.code.exactOptional(),
  values: said.values.exactOptional(),
}) satisfies z.ZodType<WordedIssue>;
export interface FieldIssue extends z.output<typeof FieldIssue> {}

/** Why a request was refused: the one shape of every answer that is not a success. */
export const ErrorBody = z
  .object({
    error: z.object({
      code: z.enum(ERROR_CODES),
      /** In English. */
      message: z.string(),
      /** What the message says, as data. */
      said: Said.exactOptional(),
      issues: z.array(FieldIssue),
    }),
  })
  .meta({ id: 'Error' });
