/** A text for a person as data: what problems, cautions, findings and verdicts travel as. See docs/WORDS.md. */
import { z } from 'zod';
import type { Message as EngineMessage, Values } from '../../engine/words/words.ts';
import { isObject } from './parts.ts';

/** What is said, and of what: enough to word it in any language. */
export const said = {
  code: z.string().meta({ description: 'What is said; never changes its meaning.' }),
  values: z.custom<Values>(isObject).meta({ type: 'object', description: 'What it is said of, by name.' }),
};

/** A text as data, which `say` words in the language in use. */
export const Message = z
  .object({ ...said, text: z.string().meta({ description: 'Its English wording.' }) })
  .meta({ id: 'Message' }) satisfies z.ZodType<EngineMessage>;
export interface Message extends z.output<typeof Message> {}

/** What is said, without its English wording, which stands in a field beside it. */
export const Said = z.object(said);
export interface Said extends z.output<typeof Said> {}
