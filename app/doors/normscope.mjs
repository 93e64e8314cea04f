#!/usr/bin/env node
/**
 * The command `normscope`. Makes sure that Node is new enough (the sources are TypeScript, which Node 24 runs as it is),
 * otherwise starts itself again with the Node of this project. This file must run on old versions: plain JavaScript.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const windows = process.platform === 'win32';

if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
  if (process.argv.length > 2) {
    const { main } = await import('./cli/main.ts');
    process.exitCode = await main(process.argv.slice(2));
  } else await import('./launch.ts');
} else {
  const own = fileURLToPath(new URL(`../../node_modules/node/bin/node${windows ? '.exe' : ''}`, import.meta.url));
  if (!existsSync(own)) {
    console.error(
      `Normscope needs Node ${NEEDED} or later, and this is Node ${process.versions.node}. ` +
        'Run "npm ci" in its folder, which brings one along, or install a newer Node.',
    );
    process.exit(1);
  }
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; the other signals reach only this process.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`Node could not be started from ${own}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
