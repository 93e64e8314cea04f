/** What a format cannot say: which field of the specification, and what to do instead. */
import { WordedError } from '../words/worded.ts';
import type { Message } from '../words/words.ts';

export class ExportError extends WordedError {
  override readonly name = 'ExportError';
  /** Dotted path in the run specification. */
  readonly path: string;
  constructor(path: string, message: Message | string) {
    super(message);
    this.path = path;
  }
}
