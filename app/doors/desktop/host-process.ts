/** The window's side of the host process: starts it, reaches it, notices its end, ends it. */
import { MessageChannelMain, utilityProcess, type UtilityProcess } from 'electron';
import { createBridgeClient, type BridgeClient } from './bridge.ts';
import { WordedError } from '../../../engine/words/worded.ts';
import { messages } from '../../../engine/words/words.ts';
import type { HostReport, ToHost } from './host-messages.ts';
import { electronPort } from './port.ts';

const HOST = messages('host', {
  'ended-at-once': ({ code }: { code: number }) => `The background process ended at once (code ${code}).`,
});

export interface HostOptions {
  /** Built entry of the host process. */
  entry: string;
  database: string;
  /** The process ended although nobody asked it to. */
  onLost: (exitCode: number) => void;
  /** Milliseconds until a host that does not close is ended by force. */
  patience?: number;
}

export interface Host {
  /** Resolves when it serves; rejects with a message for the user when it cannot. */
  ready: Promise<void>;
  /** True while it answers requests. */
  serving(): boolean;
  fetch(request: Request): Promise<Response>;
  /** Lets it write what is pending; resolves when the process is gone. */
  close(): Promise<void>;
}

/** Starts a host process. */
export function startHost({ entry, database, onLost, patience = 10_000 }: HostOptions): Host {
  const child: UtilityProcess = utilityProcess.fork(entry, [], { serviceName: 'Normscope', stdio: 'inherit' });
  const { port1, port2 } = new MessageChannelMain();
  const bridge: BridgeClient = createBridgeClient(electronPort(port1));
  let closing = false;
  let serving = false;
  let ended = false;

  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      ended = true;
      bridge.close();
      resolve();
      if (serving && !closing) onLost(code);
    });
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (report: HostReport) => {
      if (report.type === 'failed') return reject(new WordedError(report.said));
      serving = true;
      resolve();
    });
    child.once('exit', (code) => reject(new WordedError(HOST['ended-at-once']({ code }))));
  });
  child.postMessage({ type: 'start', database } satisfies ToHost, [port2]);

  return {
    ready,
    serving: () => serving && !ended,
    fetch: (request) => bridge.fetch(request),
    async close() {
      if (ended) return;
      if (!closing) {
        closing = true;
        child.postMessage({ type: 'close' } satisfies ToHost);
      }
      const force = setTimeout(() => child.kill(), patience);
      await gone;
      clearTimeout(force);
    },
  };
}
