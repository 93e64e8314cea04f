/** Options that several formats take. */
import { texts } from '../../words/words.ts';

/** Words of an option that the page does not offer. */
export const commandOnly = (words: { readonly command: string }): { readonly command: string } => ({
  get command() {
    return words.command;
  },
});

/** The column of a table that holds the labels. */
export const labelColumn = {
  kind: 'column',
  name: 'label',
  words: texts('import.label', {
    title: 'Label column',
    command: 'column of the label by name or 0-based position',
  }),
} as const;

const task = texts('import.task', {
  title: 'Task',
  command: 'classification or regression (default: found out)',
  classification: 'Classification',
  regression: 'Regression',
});

/** What is to be learned, where the files do not settle it. */
export const taskOption = {
  kind: 'choice',
  name: 'task',
  choices: ['classification', 'regression'],
  titles: task,
  words: task,
} as const;
