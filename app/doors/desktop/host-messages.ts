/** What the window's process and the host process tell each other beside requests (those: bridge.ts). */

/** To the host; `start` comes with the port of the bridge. */
export type ToHost = { type: 'start'; database: string } | { type: 'close' };

/** From the host: it serves, or why it does not (a sentence for the user). */
export type HostReport = { type: 'ready' } | { type: 'failed'; message: string };
