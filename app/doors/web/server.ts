/** The web door: a server on 127.0.0.1 that hands the API and the built page to one person's browser and scripts. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { messages, say, saidOf, type Message } from '../../../engine/words/words.ts';
import { toJson } from '../../contract/numbers.ts';
import { createHandler } from '../../api/handler.ts';
import { AppError } from '../../errors.ts';
import type { Workbench } from '../../service/types.ts';
import { createPageFiles, secured } from '../page-files.ts';
import { Access } from './access.ts';
import { refusalPage } from './refusal-page.ts';

/** What can be wrong with the port of the web door. */
export const PORT = messages('port', {
  'not-a-port': ({ given }: { given: string }) =>
    `--port is ${JSON.stringify(given)}; give a whole number from 0 to 65535.`,
  'in-use': ({ port }: { port: number }) => `Port ${port} is in use by another program`,
  'not-allowed': ({ port }: { port: number }) => `Port ${port} is not allowed without special rights`,
  'cannot-be-opened': ({ port, why }: { port: number; why: string }) => `Port ${port} cannot be opened (${why})`,
  'choose-another': ({ reason }: { reason: Message }) =>
    `${say(reason)}. Choose another with --port, or leave it out for a free one.`,
});

export interface WebDoorOptions {
  workbench: Workbench;
  /** 0 or nothing: a free one. */
  port?: number;
  /** Folder of the built page. */
  rendererFolder: string;
  /**
   * Somebody without a session knocked while no unused link was out: here is a new link for the person at the terminal.
   * Never called twice for the same link.
   */
  onNewLink?: (link: string) => void;
  /** Hears of unforeseen errors; standard error by default. */
  log?: (error: unknown) => void;
}

export interface WebDoor {
  /** Address without secrets. */
  url: string;
  /** Link that lets one browser in, once. */
  oneTimeUrl: string;
  /** Secret for scripts: `Authorization: Bearer <token>`. */
  token: string;
  /** Ends open streams and stops listening. Leaves the workbench open. */
  close(): Promise<void>;
}

/** Starts listening. Throws AppError `unavailable` when the port is taken or not allowed. */
export async function startWebDoor(options: WebDoorOptions): Promise<WebDoor> {
  const { workbench, rendererFolder, onNewLink, port = 0 } = options;
  const handler = createHandler(workbench, options.log ? { log: options.log } : {});
  const pages = createPageFiles(rendererFolder);
  // Until the port is known nobody can have sent a request.
  let access = new Access(port);

  const answer = async (request: Request): Promise<Response> => {
    const verdict = access.judge(request);
    const { pathname } = new URL(request.url);
    if (verdict.allow === 'enter')
      return new Response(null, { status: 303, headers: { location: '/', 'set-cookie': verdict.cookie } });
    if (verdict.allow === true)
      return pathname === '/api' || pathname.startsWith('/api/') ? handler(request) : pages(request);
    if (verdict.status === 401 && onNewLink && !access.hasOpenLink) onNewLink(access.newLink());
    return refusal(verdict.status, verdict.message, !pathname.startsWith('/api/'));
  };

  const server = createAdaptorServer({
    fetch: async (request) => secured(await answer(request)),
  }) as Server;
  const bound = await listen(server, port);
  access = new Access(bound);
  return {
    url: `http://127.0.0.1:${bound}/`,
    oneTimeUrl: access.newLink(),
    token: access.token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refusal(status: 401 | 403 | 415, message: Message, asPage: boolean): Response {
  if (asPage)
    return new Response(refusalPage(message), { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
  const code = status === 415 ? 'invalid-input' : 'unauthorized';
  return new Response(toJson({ error: { code, message: message.text, said: saidOf(message), issues: [] } }), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const reason =
        cause.code === 'EADDRINUSE'
          ? PORT['in-use']({ port })
          : cause.code === 'EACCES'
            ? PORT['not-allowed']({ port })
            : PORT['cannot-be-opened']({ port, why: cause.code ?? cause.message });
      reject(new AppError('unavailable', PORT['choose-another']({ reason }), { cause }));
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
