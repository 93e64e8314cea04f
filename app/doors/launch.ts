/**
 * `npm start`: opens the workbench, in its window where that is possible, otherwise in the browser. Builds what is stale
 * first. Runs in a clone; an installed program starts with desktop/main.ts.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { say as sayMessage, texts } from '../../engine/words/words.ts';
import { buildAll } from '../../scripts/build.ts';
import { AppError } from '../errors.ts';
import { defaultDatabase, programFolder } from '../platform.ts';
import { downloadElectron, findElectron } from './electron-binary.ts';
import { hasDisplay } from './web/open-browser.ts';
import { endOnSignals, serve } from './web/serve.ts';
import { PORT } from './web/server.ts';

const t = texts('launch', {
  help: `Opens the Normscope workbench.

  npm start                  in its window, or in the browser where there is none
  npm start -- --web         in the browser

  --port N     port for the browser; a free one by default
  --db FILE    database; NORMSCOPE_DB or the application-data folder by default
  --no-open    only print the address`,
  noDisplay: 'there is no display',
  root: 'Electron does not run as root',
  fetching: 'Fetching Electron, once (about 120 MB) ...',
  notDownloaded: ({ problem }: { problem: string }) => `Electron could not be downloaded: ${problem}`,
  incomplete: 'Electron is not installed completely',
  endedAtOnce: ({ signal, code }: { signal: string | null; code: number | null }) =>
    `Electron ended at once (${signal ?? `code ${code}`})`,
  noWindow: ({ reason }: { reason: string }) => `No window, because ${reason}. Opening in the browser instead.`,
});

/** An ending sooner than this, with an error, means that the window never came up. */
const START_MS = 10_000;

const say = (line: string): void => console.log(line);

/** Why there can be no window here, or Electron's program file. */
async function prepareWindow(): Promise<{ program: string } | { reason: string }> {
  if (!hasDisplay()) return { reason: t.noDisplay };
  // Electron refuses this without giving up its sandbox, which we do not.
  if (process.platform === 'linux' && process.getuid?.() === 0) return { reason: t.root };
  const folder = join(programFolder, 'node_modules', 'electron');
  if (findElectron(folder) === null) {
    say(t.fetching);
    const problem = await downloadElectron(folder);
    if (problem !== null) return { reason: t.notDownloaded({ problem }) };
  }
  const program = findElectron(folder);
  return program === null ? { reason: t.incomplete } : { program };
}

/** Shows the window until it is closed. Returns why it could not be shown, or null. */
function runWindow(program: string, database: string): Promise<string | null> {
  const started = Date.now();
  const child = spawn(program, [programFolder], {
    stdio: 'inherit',
    env: { ...process.env, NORMSCOPE_DB: database, ELECTRON_RUN_AS_NODE: undefined },
  });
  // Ctrl-C reaches the window too, as it is in the same terminal; it closes itself, and this waits for it.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => {
      const failed = code !== 0 && signal !== 'SIGINT' && signal !== 'SIGTERM';
      resolve(failed && Date.now() - started < START_MS ? t.endedAtOnce({ signal, code }) : null);
    });
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      web: { type: 'boolean', default: false },
      port: { type: 'string' },
      db: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return say(t.help);
  const port = values.port === undefined ? undefined : readPort(values.port);
  const database = values.db ?? defaultDatabase();

  if (!values.web) {
    const window = await prepareWindow();
    let reason: string | null;
    if ('reason' in window) ({ reason } = window);
    else {
      await buildAll(say);
      reason = await runWindow(window.program, database);
      if (reason === null) return;
    }
    say(t.noWindow({ reason }));
  }
  const options = { database, open: !values['no-open'], say, ...(port === undefined ? {} : { port }) };
  const serving = await serve(options);
  endOnSignals(serving, say);
  await serving.closed;
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new AppError('invalid-input', PORT['not-a-port']({ given: text }));
}

try {
  await main();
} catch (error) {
  const wrongOption = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') ?? false;
  if (error instanceof AppError) console.error(sayMessage(error.said));
  else console.error(wrongOption ? (error as Error).message : error);
  if (wrongOption) console.error(`\n${t.help}`);
  process.exit(wrongOption || (error instanceof AppError && error.code === 'invalid-input') ? 2 : 1);
}
