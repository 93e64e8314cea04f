/** The experiment as a PyTorch script: what is known of it before it is made. */
import { messages, texts } from '../../words/words.ts';
import type { ModelFormatEntry } from '../format.ts';

const problems = messages('export.pytorch', {
  continued: ({ name }: { name: string }) =>
    `${JSON.stringify(name)} began at a checkpoint of another run; the script starts from initial weights. Export its parent.`,
});

export const pytorch = {
  format: 'pytorch',
  words: texts('export.pytorch', { title: 'PyTorch script (.zip)' }),
  kind: 'folder',
  extension: 'zip',
  refusal: ({ name, continued }) => (continued ? problems.continued({ name }) : null),
  options: [],
} as const satisfies ModelFormatEntry;
