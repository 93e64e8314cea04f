/**
 * `npm start`: opens the workbench, in its window where that is possible, otherwise in the browser. Builds what is stale
 * first. Runs in a clone; an installed program starts with desktop/main.ts.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll } from '../../scripts/build.ts';
import { AppError } from '../errors.ts';
import { defaultDatabase, programFolder } from '../platform.ts';
import { downloadElectron, findElectron } from './electron-binary.ts';
import { hasDisplay } from './web/open-browser.ts';
import { endOnSignals, serve } from './web/serve.ts';

const HELP = `Opens the Normscope workbench.

  npm start                  in its window, or in the browser where there is none
  npm start -- --web         in the browser

  --port N     port for the browser; a free one by default
  --db FILE    database; NORMSCOPE_DB or the application-data folder by default
  --no-open    only print the address`;

/** An ending sooner than this, with an error, means that the window never came up. */
const START_MS = 10_000;

const say = (line: string): void => console.log(line);

/** Why there can be no window here, or Electron's program file. */
async function prepareWindow(): Promise<{ program: string } | { reason: string }> {
  if (!hasDisplay()) return { reason: 'there is no display' };
  // Electron refuses this without giving up its sandbox, which we do not.
  if (process.platform === 'linux' && process.getuid?.() === 0) return { reason: 'Electron does not run as root' };
  const folder = join(programFolder, 'node_modules', 'electron');
  if (findElectron(folder) === null) {
    say('Fetching Electron, once (about 120 MB) ...');
    const problem = await downloadElectron(folder);
    if (problem !== null) return { reason: `Electron could not be downloaded: ${problem}` };
  }
  const program = findElectron(folder);
  return program === null ? { reason: 'Electron is not installed completely' } : { program };
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
      resolve(
        failed && Date.now() - started < START_MS ? `Electron ended at once (${signal ?? `code ${code}`})` : null,
      );
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
  if (values.help) return say(HELP);
  const port = values.port === undefined ? undefined : readPort(values.port);
  const database = values.db ?? defaultDatabase();

  if (!values.web) {
    const window = await prepareWindow();
    let reason = 'reason' in window ? window.reason : null;
    if ('program' in window) {
      await buildAll(say);
      reason = await runWindow(window.program, database);
      if (reason === null) return;
    }
    say(`No window, because ${reason}. Opening in the browser instead.`);
  }
  const options = { database, open: !values['no-open'], say, ...(port === undefined ? {} : { port }) };
  const serving = await serve(options);
  endOnSignals(serving, say);
  await serving.closed;
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new AppError('invalid-input', `--port is ${JSON.stringify(text)}; give a whole number from 0 to 65535.`);
}

try {
  await main();
} catch (error) {
  const wrongOption = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') ?? false;
  const plain = error instanceof AppError || wrongOption;
  console.error(plain ? (error as Error).message : error);
  if (wrongOption) console.error(`\n${HELP}`);
  process.exit(wrongOption || (error instanceof AppError && error.code === 'invalid-input') ? 2 : 1);
}
