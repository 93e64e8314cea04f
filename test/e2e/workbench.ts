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
import type { RunRow } from '../../app/contract/runs.ts';
import type { RunSpecInput } from '../../engine/spec/schema.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Program {
  /** Lets one browser in, once. */
  link: string;
  origin: string;
  folder: string;
}

function startProgram(folder: string): { child: ChildProcess; link: Promise<string>; ended: Promise<unknown> } {
  const child = spawn('node', ['app/doors/launch.ts', '--web', '--no-open', '--db', join(folder, 'runs.db')], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
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
  return { child, link, ended };
}

export const test = base.extend<{ program: Program }>({
  // Playwright reads a fixture's needs from its first parameter, which must be a pattern even when it needs nothing.
  program: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'normscope-e2e-'));
    const { child, link, ended } = startProgram(folder);
    const address = await link;
    await use({ link: address, origin: new URL(address).origin, folder });
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

/** A small network on points in the plane, which trains in a moment unless it has many steps. */
export const ringAndDisc = (name: string, steps: number): RunSpecInput => ({
  name,
  data: { dataset: 'ring-and-disc' },
  model: { hidden: [8] },
  training: { steps, batchSize: 20 },
});

/** Starts a run through the API of the open page, as a script would. */
export const startRun = (page: Page, spec: RunSpecInput): Promise<RunRow> =>
  page.evaluate(async (wanted) => {
    const answer = await fetch('/api/runs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ spec: wanted }),
    });
    const { runs } = (await answer.json()) as { runs: RunRow[] };
    return runs[0]!;
  }, spec);

/** Waits until the open page of a run says how it stands: the word of the status alone, not one in a sentence or a table. */
export async function expectStatus(page: Page, status: string): Promise<void> {
  await expect(page.getByRole('main').getByText(status, { exact: true })).toBeVisible();
}

/** The step at which the run stands whose page is open. */
export async function stepOf(page: Page): Promise<number> {
  return Number(await page.getByRole('progressbar', { name: 'Progress', exact: true }).getAttribute('aria-valuenow'));
}

/** Pattern for a whole number as a page writes it, whatever stands between its groups of digits. */
export const digits = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, '\\D?');

/** Fails on any violation that axe finds on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`),
  ).toEqual([]);
}

export { expect };
