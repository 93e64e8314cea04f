/** What the API says travels as data beside its English, so that the page can word it in another language. */
import { afterEach, expect, it } from 'vitest';
import { ApiError, createClient } from '../../../app/api/client.ts';
import { createHandler } from '../../../app/api/handler.ts';
import { AppError } from '../../../app/errors.ts';
import { DATABASE } from '../../../app/store/errors.ts';
import { say, speak } from '../../../engine/words/words.ts';
import { memoryWorkbench } from '../../support/workbench.ts';

afterEach(() => speak({}));

const workbench = memoryWorkbench();
const handler = createHandler(workbench, { log: () => undefined });
const client = createClient((input, init) => handler(new Request(input, init)), 'http://127.0.0.1:1');

/** How the client fails when asking for the status leads to this. */
async function refused(cause: Error): Promise<ApiError> {
  workbench.status = () => {
    throw cause;
  };
  const error = await client.status().catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

it('keeps code and values of a refusal, and its English', async () => {
  const message = DATABASE['disk-full']({ file: 'runs.db' });
  const error = await refused(new AppError('database', message));
  expect(error).toMatchObject({ name: 'ApiError', code: 'database', message: message.text, said: message });
  speak({ 'database.disk-full': ({ file }: { file: string }) => `Kein Platz für ${file}.` });
  expect(say(error.said)).toBe('Kein Platz für runs.db.');
});

it('shows the English of a refusal that the language lacks, or that came without a code', async () => {
  speak({ 'other.code': 'something else' });
  const error = await refused(new AppError('conflict', DATABASE['in-memory']()));
  expect(say(error.said)).toBe('The database must be a file: runs in memory would be lost. Give a path.');
  const older = createClient(async () =>
    Response.json({ error: { code: 'conflict', message: 'It trains.', issues: [] } }, { status: 409 }),
  );
  await expect(older.status()).rejects.toMatchObject({ code: 'conflict', said: { text: 'It trains.' } });
});

it('says with a code what is wrong with the request itself, and that nothing answers', async () => {
  const answer = await handler(new Request('http://127.0.0.1:1/api/nowhere'));
  expect(await answer.json()).toMatchObject({
    error: { said: { code: 'request.no-such', values: { method: 'GET', path: '/api/nowhere' } } },
  });
  expect((await refused(new TypeError('unforeseen'))).said.code).toBe('request.internal');
  const nobody = createClient(() => Promise.reject(new TypeError('fetch failed')));
  await expect(nobody.status()).rejects.toMatchObject({ code: 'unavailable', said: { code: 'client.no-answer' } });
});
