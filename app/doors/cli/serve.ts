/** `normscope serve`: the workbench in the browser, from this machine only. */
import type { Command } from 'commander';
import { AppError } from '../../errors.ts';
import { endOnSignals, serve } from '../web/serve.ts';
import { PORT } from '../web/server.ts';
import { databaseOf } from './session.ts';
import type { Session } from './session.ts';

interface ServeOptions {
  port?: string;
  db?: string;
  open: boolean;
}

/** Adds the command. */
export function addServe(program: Command, { output }: Session): void {
  program
    .command('serve')
    .description('open the workbench in the browser, through a server on 127.0.0.1')
    .option('--port <n>', 'port; a free one where not given')
    .option('--db <file>', 'database file')
    .option('--no-open', 'only print the address')
    .action(async ({ port: text, open, ...options }: ServeOptions) => {
      const port = text === undefined ? {} : { port: readPort(text) };
      const say = output.print;
      const serving = await serve({ database: databaseOf(options), open, showToken: true, say, ...port });
      endOnSignals(serving, say);
      await serving.closed;
    });
}

function readPort(text: string): number {
  const port = Number(text);
  if (text.trim() !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new AppError('invalid-input', PORT['not-a-port']({ given: text }));
}
