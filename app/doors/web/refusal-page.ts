/** The page that a browser sees which was not let in. Plain HTML: it must work without any file of ours. */
import { say, texts, type Message } from '../../../engine/words/words.ts';

const t = texts('refusal-page', {
  language: 'en',
  title: 'Normscope: not let in',
  heading: 'Normscope does not know this browser',
  wayOn: ({ link, end }: { link: string; end: string }) =>
    `The terminal in which it runs shows a fresh link. If you just opened one, ${link}continue here${end}.`,
});

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A short explanation with the way on. The reload link helps when the browser kept the cookie back on arrival. */
export const refusalPage = (message: Message): string => `<!doctype html>
<html lang="${t.language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${escape(t.title)}</title>
  </head>
  <body style="font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto 0; padding: 0 1.5rem">
    <h1 style="font-size: 1.25rem">${escape(t.heading)}</h1>
    <p>${escape(say(message))}</p>
    <p>${t.wayOn({ link: '<a href="/">', end: '</a>' })}</p>
  </body>
</html>
`;
