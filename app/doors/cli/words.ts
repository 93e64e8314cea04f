/** What several commands say alike: their options, and what is wrong with them. What only one says stands in its file. */
import { describeIssues } from '../../../engine/spec/parse.ts';
import { messages, say, texts, type Said } from '../../../engine/words/words.ts';
import { formatCount } from '../../view/numbers.ts';

/** Descriptions and short texts of more than one command. */
export const shared = texts('cli.shared', {
  database: 'database file',
  json: 'print one JSON object',
  jsonLines: 'print JSON objects, one a line',
  run: 'id, unique start of an id, or name',
  runs: 'ids, unique starts of ids, or names; or the name of one study',
  jobs: 'how many runs train at once',
  of: ({ done, total }: { done: number; total: number }) => `${formatCount(done)} of ${formatCount(total)}`,
  atStep: ({ what, step }: { what: string; step: number }) => `${what} at step ${step}`,
  range: ({ low, high }: { low: string; high: string }) => `${low} to ${high}`,
});

type Issues = Parameters<typeof describeIssues>[0];

/** What is wrong with options that more than one command has. */
export const WRONG = messages('cli.wrong', {
  choice: ({ option, given, allowed }: { option: string; given: string; allowed: readonly string[] }) =>
    `--${option} is ${JSON.stringify(given)}; allowed: ${allowed.join(', ')}.`,
  setting: ({ given }: { given: string }) =>
    `--set is ${JSON.stringify(given)}; give path=value, e.g. --set optimizer.learningRate=0.1`,
  specification: ({ issues }: { issues: Issues }) => describeIssues(issues),
});

/** A stored text in the language in use, where it was stored with what it says. */
export const sayStored = (text: string, said: Said | null): string => (said === null ? text : say({ ...said, text }));
