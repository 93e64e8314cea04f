/**
 * The window's origin, app://workbench: pages from disk, data from the host process. An ordinary origin, so that the page
 * is the same as in a browser.
 */
import type { CustomScheme } from 'electron';
import { messages, saidOf, type Message } from '../../../engine/words/words.ts';
import { createPageFiles, secured } from '../page-files.ts';

const SCHEME = 'app';
export const ORIGIN = `${SCHEME}://workbench`;

/** To be registered before the application is ready. */
export const SCHEMES: CustomScheme[] = [
  {
    scheme: SCHEME,
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
  },
];

/** True for addresses of our own pages and data. */
export const isOurs = (url: string): boolean => URL.canParse(url) && url.startsWith(`${ORIGIN}/`);

const SCHEME_REFUSALS = messages('scheme', {
  'other-address': 'This address is not one of Normscope.',
  'other-page': 'Requests from other pages are not accepted.',
  'no-host': 'The background process of Normscope is not running.',
});

const refuse = (status: number, message: Message): Response => {
  const code = status === 503 ? 'unavailable' : 'unauthorized';
  return Response.json({ error: { code, message: message.text, said: saidOf(message), issues: [] } }, { status });
};

/** Answers every request for the scheme. `ask` reaches the host process and may reject when it is gone. */
export function createSchemeHandler(
  rendererFolder: string,
  ask: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  const pages = createPageFiles(rendererFolder);
  const answer = async (request: Request): Promise<Response> => {
    if (!isOurs(request.url)) return refuse(403, SCHEME_REFUSALS['other-address']());
    const origin = request.headers.get('origin');
    if (origin !== null && origin !== ORIGIN) return refuse(403, SCHEME_REFUSALS['other-page']());
    if (!new URL(request.url).pathname.startsWith('/api/')) return pages(request);
    try {
      return await ask(request);
    } catch (error) {
      if (request.signal.aborted) throw error;
      return refuse(503, SCHEME_REFUSALS['no-host']());
    }
  };
  return async (request) => secured(await answer(request));
}
