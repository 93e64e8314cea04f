/** What the window's process and the host process tell each other beside requests (those: bridge.ts). */
import type { Message } from '../../../engine/words/words.ts';

/** To the host; `start` comes with the port of the bridge. */
export type ToHost = { type: 'start'; database: string } | { type: 'close' };

/** From the host: it serves, or why it does not (for the user). */
export type HostReport = { type: 'ready' } | { type: 'failed'; said: Message };
