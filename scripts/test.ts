/**
 * `npm test`: checks, unit and property tests, then the end-to-end tests in a real browser. Stops at the first part
 * that fails. `node scripts/test.ts unit` (or `check`, `e2e`) runs one part.
 */
import { spawnSync } from 'node:child_process';
import { buildAll } from './build.ts';
import { findChromium, installHint } from './find-chromium.ts';

const PARTS = ['check', 'unit', 'e2e'] as const;
type Part = (typeof PARTS)[number];

const asked = process.argv.slice(2);
const unknown = asked.find((part) => !PARTS.includes(part as Part));
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}" in the tests; there are: ${PARTS.join(', ')}.`);
  process.exit(2);
}
const parts = asked.length > 0 ? (asked as Part[]) : PARTS;

/** Runs a tool of node_modules on this Node, with its output shown; ends the program when it fails. */
function run(tool: string, args: string[]): void {
  const result = spawnSync('npx', ['--no-install', tool, ...args], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

for (const part of parts) {
  switch (part) {
    case 'check':
      run('tsc', ['--noEmit', '-p', 'tsconfig.json']);
      run('svelte-check', ['--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human']);
      run('eslint', ['--max-warnings', '0', '.']);
      run('prettier', ['--check', '--log-level', 'warn', '.']);
      break;
    case 'unit':
      run('vitest', ['run']);
      break;
    case 'e2e':
      if (findChromium() === null) {
        console.log(
          `\n!!! SKIPPED: the end-to-end tests, because no Chromium was found.\n!!! Install one:  ${installHint()}\n!!! or name one:  CHROMIUM_PATH=/path/to/chromium npm test\n`,
        );
        break;
      }
      await buildAll();
      run('playwright', ['test']);
      break;
    default:
      part satisfies never;
  }
}
