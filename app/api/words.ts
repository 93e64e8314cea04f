/** What the API says of a request itself, whatever it asks for. What services refuse is worded beside them. */
import { messages } from '../../engine/words/words.ts';

interface Issue {
  path: string;
  message: string;
}

const issueText = ({ path, message }: Issue): string => (path === '' ? message : `${path}: ${message}`);

export const REQUEST = messages('request', {
  'content-type': 'Send this request with the content type that the API document names.',
  unreadable: ({ why }: { why: string }) => `The request cannot be read: ${why}.`,
  internal: 'Something went wrong inside Normscope. Nothing you entered is at fault; details are in the program log.',
  'no-such': ({ method, path }: { method: string; path: string }) =>
    `There is no ${method} ${path}. /api/openapi.json lists what there is.`,
  'not-right': ({ issues }: { issues: readonly Issue[] }) =>
    `The request is not right: ${issues.map(issueText).join('; ')}.`,
  'too-large': ({ mebibytes }: { mebibytes: number }) =>
    `The request is larger than ${mebibytes} MiB, which is the most that is accepted.`,
  'no-file': 'No file came with this request. Choose at least one file.',
  'other-contents': 'The list of contents does not fit the file that was sent. Choose the folder again.',
  'options-not-json': 'The import options are not valid JSON.',
  'import-option': ({ option, why }: { option: string; why: string }) =>
    `Import option ${option === '' ? 'unknown' : option}: ${why}.`,
});
