/** Texts under keys: English where they are defined, another language by the same key. */
import { afterEach, expect, test } from 'vitest';
import { issueAt, sayIssue, WordedError } from '../../../../engine/words/worded.ts';
import { defined, lines, messages, say, speak, texts } from '../../../../engine/words/words.ts';

const SAYS = messages('test.words', {
  'too-few': ({ given, least }: { given: number; least: number }) => `is ${given}; it must be at least ${least}`,
  empty: 'There is nothing here.',
});
const LABELS = texts('test.labels', { title: 'Runs', count: ({ n }: { n: number }) => `${n} runs` });

afterEach(() => speak({}));

test('a message is a code with values, and brings its English along', () => {
  expect(SAYS['too-few']({ given: 1, least: 2 })).toEqual({
    code: 'test.words.too-few',
    values: { given: 1, least: 2 },
    text: 'is 1; it must be at least 2',
  });
  expect(SAYS.empty()).toEqual({ code: 'test.words.empty', values: {}, text: 'There is nothing here.' });
});

test('another language words messages and texts by their codes, also those that travelled as JSON', () => {
  const sent = JSON.parse(JSON.stringify(SAYS['too-few']({ given: 1, least: 2 }))) as ReturnType<typeof SAYS.empty>;
  speak({
    'test.words.too-few': ({ given, least }: { given: number; least: number }) => `${given} yerine en az ${least}`,
    'test.labels.title': 'Koşular',
  });
  expect(say(sent)).toBe('1 yerine en az 2');
  expect(LABELS.title).toBe('Koşular');
});

test('English answers where a language lacks a code', () => {
  speak({ 'test.labels.title': 'Koşular' });
  expect(say(SAYS.empty())).toBe('There is nothing here.');
  expect(LABELS.count({ n: 3 })).toBe('3 runs');
});

test('every code is known, so that a language can be held against them', () => {
  expect([...defined().keys()]).toEqual(
    expect.arrayContaining(['test.words.too-few', 'test.words.empty', 'test.labels.title', 'test.labels.count']),
  );
});

test('an error for people carries its message as data, also one that came from outside as a text', () => {
  const error = new WordedError(SAYS['too-few']({ given: 1, least: 2 }));
  expect(error.message).toBe('is 1; it must be at least 2');
  expect(error.said).toMatchObject({ code: 'test.words.too-few', values: { given: 1, least: 2 } });
  expect(say(new WordedError('ENOENT').said)).toBe('ENOENT');
});

test('an issue of a field is reworded by its code', () => {
  const issue = issueAt('training.batchSize', SAYS['too-few']({ given: 1, least: 2 }));
  expect(issue).toMatchObject({ path: 'training.batchSize', message: 'is 1; it must be at least 2' });
  speak({ 'test.words.too-few': ({ least }: { least: number }) => `en az ${least}` });
  expect(sayIssue(issue)).toBe('en az 2');
});

test('several messages are one, each in the language in use', () => {
  const both = lines([SAYS.empty(), SAYS['too-few']({ given: 1, least: 2 })]);
  expect(both.text).toBe('There is nothing here.\nis 1; it must be at least 2');
  speak({ 'test.words.empty': 'Burada bir şey yok.' });
  expect(say(both)).toBe('Burada bir şey yok.\nis 1; it must be at least 2');
});
