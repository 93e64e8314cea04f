/** The live stream: server-sent events that carry only what changed since the listener's cursor. */
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { toJson } from '../../contract/numbers.ts';
import type { Workbench } from '../../service/types.ts';
import { refusals } from '../answer.ts';

const events = createRoute({
  method: 'get',
  path: '/events',
  summary: 'What changes, as it happens',
  request: {
    query: z.object({
      cursor: z.coerce
        .number()
        .min(0)
        .exactOptional()
        .meta({ description: 'From a list or an earlier event; without it, only what changes from now on.' }),
    }),
  },
  responses: {
    200: {
      description: 'Server-sent events `changes`; `id` is the cursor to continue from, `data` a Changes object as JSON',
      content: { 'text/event-stream': { schema: { type: 'string' as const } } },
    },
    ...refusals('invalid-input', 'unavailable'),
  },
});

/** The stream of changes; a comment every `heartbeat` milliseconds shows that the connection lives. */
export const eventRoutes = (workbench: Workbench, heartbeat: number) =>
  new OpenAPIHono().openapi(events, (c) => {
    const { cursor } = c.req.valid('query');
    const start = cursor ?? workbench.changesSince(Number.MAX_SAFE_INTEGER).cursor;
    return new Response(changeStream(workbench, start, heartbeat, c.req.raw), {
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
    });
  });

function changeStream(workbench: Workbench, start: number, heartbeat: number, request: Request) {
  const encoder = new TextEncoder();
  let cursor = start;
  let pending = true;
  let end = (): void => undefined;

  /** Sends what there is, unless the listener has not read the last piece yet: then `pull` sends all of it later. */
  const send = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    if (!pending || (controller.desiredSize ?? 0) <= 0) return;
    pending = false;
    const changes = workbench.changesSince(cursor);
    const { runs, removed, datasets, studies } = changes;
    if (runs.length === 0 && removed.length === 0 && !datasets && !studies) return;
    cursor = changes.cursor;
    // not for people: the format of the stream
    controller.enqueue(encoder.encode(`event: changes\nid: ${cursor}\ndata: ${toJson(changes)}\n\n`));
  };

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(': connected\n\n'));
        const beat = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(': alive\n\n'));
        }, heartbeat);
        const unsubscribe = workbench.subscribe(() => {
          pending = true;
          try {
            send(controller);
          } catch {
            // The workbench is closing: the listener reconnects when there is one again.
            end();
            controller.close();
          }
        });
        const abort = (): void => {
          end();
          controller.close();
        };
        request.signal.addEventListener('abort', abort, { once: true });
        end = () => {
          end = () => undefined;
          clearInterval(beat);
          unsubscribe();
          // Through the request: in Node a signal dies when nothing holds the request that it came with.
          request.signal.removeEventListener('abort', abort);
        };
      },
      pull: send,
      cancel: () => end(),
    },
    { highWaterMark: 2 },
  );
}
