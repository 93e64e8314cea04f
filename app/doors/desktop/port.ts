/**
 * One face for the two message ports there are: Electron's (main and utility process) and Node's (worker threads and
 * tests). Messages are structured clones; neither kind moves memory.
 */
import type { MessagePortMain } from 'electron';
import type { MessagePort } from 'node:worker_threads';

export interface Port {
  post(message: unknown): void;
  /** Starts delivery; call once. `onClose` is called when the other side is gone. */
  listen(onMessage: (message: unknown) => void, onClose: () => void): void;
  close(): void;
}

/** A port of Node's MessageChannel. */
export const nodePort = (port: MessagePort): Port => ({
  post: (message) => port.postMessage(message),
  listen(onMessage, onClose) {
    port.on('message', onMessage);
    port.on('close', onClose);
  },
  close: () => port.close(),
});

/** A port of Electron's MessageChannelMain. */
export const electronPort = (port: MessagePortMain): Port => ({
  post: (message) => port.postMessage(message),
  listen(onMessage, onClose) {
    port.on('message', ({ data }) => onMessage(data));
    port.on('close', onClose);
    port.start();
  },
  close: () => port.close(),
});
