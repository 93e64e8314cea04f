/**
 * Entry of the host process: opens the workbench and answers the window's requests. It owns the database and the worker
 * threads, so that the window survives whatever happens here and stays quick meanwhile.
 */
import type { MessagePortMain } from 'electron';
import { messages } from '../../../engine/words/words.ts';
import { createHandler } from '../../api/handler.ts';
import { AppError } from '../../errors.ts';
import { openWorkbench } from '../../service/workbench.ts';
import type { Workbench } from '../../service/types.ts';
import { serveBridge } from './bridge.ts';
import type { HostReport, ToHost } from './host-messages.ts';
import { electronPort } from './port.ts';

const HOST = messages('host', {
  'not-started': 'Normscope could not be started. Details are in its log.',
});

const parent = process.parentPort;
const report = (message: HostReport): void => parent.postMessage(message);

let workbench: Workbench | null = null;
let closing = false;

/** Opens the database and serves the port, or says why not. */
async function start(database: string, port: MessagePortMain): Promise<void> {
  try {
    workbench = await openWorkbench({ database });
    serveBridge(electronPort(port), createHandler(workbench));
    report({ type: 'ready' });
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (!(error instanceof AppError)) process.stderr.write(`${text}\n`);
    report({ type: 'failed', said: error instanceof AppError ? error.said : HOST['not-started']() });
  }
}

/** Writes what is pending and ends the process. */
async function close(): Promise<void> {
  if (closing) return;
  closing = true;
  await workbench?.close();
  process.exit(0);
}

parent.on('message', ({ data, ports }) => {
  const message = data as ToHost;
  if (message.type === 'close') void close();
  else if (ports[0]) void start(message.database, ports[0]);
});
