/**
 * Serves the workbench to the person at this terminal, until Ctrl-C: opens the database, starts the web door, says where
 * it is. Used by `npm start` without a desktop and by `normscope serve`.
 */
import { join } from 'node:path';
import { texts } from '../../../engine/words/words.ts';
import { fromSources, programFolder } from '../../platform.ts';
import { openWorkbench } from '../../service/workbench.ts';
import { openBrowser } from './open-browser.ts';
import { startWebDoor } from './server.ts';

const t = texts('serve', {
  anotherLink: ({ link }: { link: string }) => `For another browser (works once):  ${link}`,
  open: ({ url }: { url: string }) => `Normscope is open at ${url}`,
  howToEnd: 'The link lets one browser in and works once. Ctrl-C ends Normscope.',
  scripts: ({ token, url }: { token: string; url: string }) =>
    `For scripts:  curl -H "Authorization: Bearer ${token}" ${url}api/status`,
  closing: 'Closing ...',
});

export interface ServeOptions {
  database: string;
  port?: number;
  /** Whether to open a browser, where there is a screen. */
  open: boolean;
  /** Whether to print the secret for scripts too. */
  showToken?: boolean;
  /** Hears what a person should read, line by line. */
  say: (line: string) => void;
}

export interface Serving {
  url: string;
  oneTimeUrl: string;
  /** Resolves when everything is closed. */
  closed: Promise<void>;
  close(): Promise<void>;
}

/** Starts serving. Throws AppError when database or port cannot be had; then nothing stays open. */
export async function serve({ database, port, open, showToken = false, say }: ServeOptions): Promise<Serving> {
  if (fromSources) await buildPage(say);
  const workbench = await openWorkbench({ database });
  const door = await startWebDoor({
    workbench,
    rendererFolder: join(programFolder, 'dist', 'renderer'),
    ...(port === undefined ? {} : { port }),
    onNewLink: (link) => say(t.anotherLink({ link })),
  }).catch(async (error: unknown) => {
    await workbench.close();
    throw error;
  });
  for (const notice of workbench.status().notices) say(notice);
  say(t.open({ url: door.oneTimeUrl }));
  say(t.howToEnd);
  if (showToken) say(t.scripts({ token: door.token, url: door.url }));
  if (open) await openBrowser(door.oneTimeUrl);

  let done: () => void;
  const closed = new Promise<void>((resolve) => (done = resolve));
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> =>
    (closing ??= door
      .close()
      .then(() => workbench.close())
      .finally(done));
  return { url: door.url, oneTimeUrl: door.oneTimeUrl, closed, close };
}

/** Ends the serving, then the process, on Ctrl-C and its like; a second one does not wait. */
export function endOnSignals(serving: Pick<Serving, 'close'>, say: (line: string) => void): void {
  let asked = false;
  const end = (signal: NodeJS.Signals): void => {
    if (asked) process.exit(signal === 'SIGINT' ? 130 : 143);
    asked = true;
    say(t.closing);
    serving.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}

/** Only a clone has the build scripts; they are not part of the bundle, so their address is not written as an import. */
async function buildPage(say: (line: string) => void): Promise<void> {
  const address = new URL('../../../scripts/build.ts', import.meta.url).href;
  const { buildForBrowser } = (await import(address)) as typeof import('../../../scripts/build.ts');
  await buildForBrowser(say);
}
