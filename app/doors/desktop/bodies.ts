/**
 * Streams of bytes over a port. A reader asks for each piece (`pull`), so that a slow one holds the writer back and no
 * queue grows. Bodies carry the number of their exchange; the direction of a message tells request from response.
 */

/** About one body: `pull` and `stop` come from its reader, the others from its writer. */
export type BodyMessage =
  | { type: 'pull' | 'stop' | 'end'; id: number }
  | { type: 'piece'; id: number; bytes: Uint8Array }
  | { type: 'broken'; id: number; message: string };

const TYPES = new Set(['pull', 'stop', 'end', 'piece', 'broken']);

export const isBodyMessage = (message: { type: string }): message is BodyMessage => TYPES.has(message.type);

interface Incoming {
  piece(bytes: Uint8Array): void;
  end(): void;
  fail(error: Error): void;
}

/** The bodies of one side of a port. */
export class Bodies {
  readonly #post: (message: BodyMessage) => void;
  readonly #incoming = new Map<number, Incoming>();
  readonly #outgoing = new Map<number, ReadableStreamDefaultReader<Uint8Array>>();

  constructor(post: (message: BodyMessage) => void) {
    this.#post = post;
  }

  /** Offers a stream to the other side; nothing is read before it asks. */
  send(id: number, stream: ReadableStream<Uint8Array>): void {
    this.#outgoing.set(id, stream.getReader());
  }

  /** The stream that the other side offers. `onStop` is called when its reader gives up. */
  receive(id: number, onStop: () => void = () => undefined): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        start: (controller) => {
          this.#incoming.set(id, {
            piece: (bytes) => controller.enqueue(bytes as Uint8Array<ArrayBuffer>),
            end: () => controller.close(),
            fail: (error) => controller.error(error),
          });
        },
        // One question at a time: the stream asks again once the piece has come.
        pull: () => this.#post({ type: 'pull', id }),
        cancel: () => {
          if (this.#incoming.delete(id)) this.#post({ type: 'stop', id });
          onStop();
        },
      },
      { highWaterMark: 1 },
    );
  }

  /** To be called for every message about bodies; those about bodies that are over are ignored. */
  take(message: BodyMessage): void {
    const { id } = message;
    switch (message.type) {
      case 'pull':
        void this.#sendPiece(id);
        return;
      case 'stop':
        this.drop(id);
        return;
      case 'piece':
        this.#incoming.get(id)?.piece(message.bytes);
        return;
      case 'end':
        this.#close(id)?.end();
        return;
      case 'broken':
        this.#close(id)?.fail(new Error(message.message));
        return;
      default:
        message satisfies never;
    }
  }

  /** Ends a body that is being received with an error. */
  break(id: number, error: Error): void {
    this.#close(id)?.fail(error);
  }

  /** Gives up a body that is being sent. */
  drop(id: number): void {
    const reader = this.#outgoing.get(id);
    this.#outgoing.delete(id);
    reader?.cancel().catch(() => undefined);
  }

  /** The other side is gone. */
  closeAll(error: Error): void {
    for (const id of [...this.#incoming.keys()]) this.break(id, error);
    for (const id of [...this.#outgoing.keys()]) this.drop(id);
  }

  #close(id: number): Incoming | undefined {
    const incoming = this.#incoming.get(id);
    this.#incoming.delete(id);
    return incoming;
  }

  async #sendPiece(id: number): Promise<void> {
    const reader = this.#outgoing.get(id);
    if (!reader) return;
    try {
      const { done, value } = await reader.read();
      if (!this.#outgoing.has(id)) return;
      if (done) {
        this.#outgoing.delete(id);
        this.#post({ type: 'end', id });
      } else this.#post({ type: 'piece', id, bytes: value });
    } catch (error) {
      this.#outgoing.delete(id);
      this.#post({ type: 'broken', id, message: error instanceof Error ? error.message : String(error) });
    }
  }
}
