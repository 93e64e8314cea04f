/**
 * What every end-to-end test starts from: the real program on a database of its own, and a page that fails the test on
 * any console error, page error or request to another host.
 */
import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Program {
  /** Lets one browser in, once. */
  link: string;
  origin: string;
  folder: string;
}

function startProgram(folder: string): { child: ChildProcess; link: Promise<string> } {
  const child = spawn('node', ['app/doors/launch.ts', '--web', '--no-open', '--db', join(folder, 'runs.db')], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const link = new Promise<string>((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /http:\/\/\S+/.exec(output);
      if (found !== null) resolve(found[0]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => {
      reject(new Error(`The workbench ended with ${code} before it was open:\n${output}`));
    });
  });
  return { child, link };
}

export const test = base.extend<{ program: Program }>({
  // Playwright reads a fixture's needs from its first parameter, which must be a pattern even when it needs nothing.
  program: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'normscope-e2e-'));
    const { child, link } = startProgram(folder);
    const address = await link;
    await use({ link: address, origin: new URL(address).origin, folder });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  },
  page: async ({ page, program }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`page: ${error.message}`));
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== program.origin && protocol !== 'data:' && protocol !== 'blob:')
        complaints.push(`request to another host: ${request.url()}`);
    });
    await page.goto(program.link);
    await use(page);
    expect(complaints).toEqual([]);
  },
});

/** Fails on any violation that axe finds on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`),
  ).toEqual([]);
}

export { expect };
