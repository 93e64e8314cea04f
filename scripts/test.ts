/**
 * `npm test`: checks, unit and property tests, then the end-to-end tests in a real browser. Stops at the first part
 * that fails. `node scripts/test.ts unit` (or `check`, `e2e`) runs one part.
 */
import { spawn, spawnSync } from 'node:child_process';
import { buildAll } from './build.ts';
import { findChromium, installHint } from './find-chromium.ts';

const PARTS = ['check', 'unit', 'e2e'] as const;
type Part = (typeof PARTS)[number];
type Tool = readonly [name: string, ...args: string[]];

/** The checks, those that take longest first. Each looks at the whole project on one core. */
const CHECKS: readonly Tool[] = [
  ['eslint', '--max-warnings', '0', '.'],
  ['svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  ['tsc', '--noEmit', '-p', 'tsconfig.json'],
  ['prettier', '--check', '--log-level', 'warn', '.'],
  ['node', 'scripts/words.ts'],
];
/** How many checks run at once: more would not fit the memory of a small machine. */
const AT_ONCE = 2;

const asked = process.argv.slice(2);
const unknown = asked.find((part) => !PARTS.includes(part as Part));
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}" in the tests; there are: ${PARTS.join(', ')}.`);
  process.exit(2);
}
const parts = asked.length > 0 ? (asked as Part[]) : PARTS;

const inShell = process.platform === 'win32';

/** Runs a tool of node_modules on this Node, with its output shown; ends the program when it fails. */
function run(...[name, ...args]: Tool): void {
  const result = spawnSync('npx', ['--no-install', name, ...args], { stdio: 'inherit', shell: inShell });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Runs a tool and shows what it said when it has failed. Resolves to whether it passed. */
function passes([name, ...args]: Tool): Promise<boolean> {
  const env = process.stdout.isTTY ? { ...process.env, FORCE_COLOR: '1' } : process.env;
  const child = spawn('npx', ['--no-install', name, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: inShell,
    env,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0) console.error(`\n${name} failed:\n${said.trim()}\n`);
      resolve(code === 0);
    });
  });
}

/** Runs all checks, some at once; ends the program when any has failed, after all have said what they found. */
async function checkAll(): Promise<void> {
  const waiting = [...CHECKS];
  let passed = true;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const fine = await passes(next);
      passed &&= fine;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (!passed) process.exit(1);
}

for (const part of parts) {
  switch (part) {
    case 'check':
      await checkAll();
      break;
    case 'unit':
      run('vitest', 'run');
      break;
    case 'e2e':
      if (findChromium() === null) {
        console.log(
          `\n!!! SKIPPED: the end-to-end tests, because no Chromium was found.\n!!! Install one:  ${installHint()}\n!!! or name one:  CHROMIUM_PATH=/path/to/chromium npm test\n`,
        );
        break;
      }
      await buildAll();
      run('playwright', 'test');
      break;
    default:
      part satisfies never;
  }
}
