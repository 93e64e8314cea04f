/** The one API client of the page. The page comes from the same origin as the API, whether that is http: or app:. */
import { ApiError, createClient } from '../../app/api/client.ts';
import { say } from '../../engine/words/words.ts';
import { m } from '../messages/index.ts';

export const client = createClient((input, init) => fetch(input, init));

/** What to tell a person about anything that was thrown: the API's own words, or that something unforeseen happened. */
export function messageOf(error: unknown): string {
  return error instanceof ApiError ? say(error.said) : m.shell.unexpected;
}

/** True for the error of a request that was aborted on purpose. */
export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
