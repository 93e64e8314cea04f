/** `normscope serve`: the workbench in the browser, from this machine only. */
import type { Command } from 'commander';
import { texts } from '../../../engine/words/words.ts';
import { AppError } from '../../errors.ts';
import { endOnSignals, serve } from '../web/serve.ts';
import { PORT } from '../web/server.ts';
import { databaseOf } from './session.ts';
import type { Session } from './session.ts';
import { shared } from './words.ts';

const t = texts('cli.serve', {
  description: 'open the workbench in the browser, through a server on 127.0.0.1',
  port: 'port; a free one where not given',
  noOpen: 'only print the address',
});

interface ServeOptions {
  port?: string;
  db?: string;
  open: boolean;
}

/** Adds the command. */
export function addServe(program: Command, { output }: Session): void {
  program
    .command('serve')
    .description(t.description)
    .option('--port <n>', t.port)
    .option('--db <file>', shared.database)
    .option('--no-open', t.noOpen)
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
