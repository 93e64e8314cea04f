/** The page that a browser sees which was not let in. Plain HTML: it must work without any file of ours. */

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A short explanation with the way on. The reload link helps when the browser kept the cookie back on arrival. */
export const refusalPage = (message: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Normscope: not let in</title>
  </head>
  <body style="font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto 0; padding: 0 1.5rem">
    <h1 style="font-size: 1.25rem">Normscope does not know this browser</h1>
    <p>${escape(message)}</p>
    <p>The terminal in which it runs shows a fresh link. If you just opened one, <a href="/">continue here</a>.</p>
  </body>
</html>
`;
