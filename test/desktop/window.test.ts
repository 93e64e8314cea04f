/**
 * The desktop program in a real Electron. Skipped, loudly, where its program file or a display is missing; `npm start`
 * fetches the former.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findElectron } from '../../app/doors/electron-binary.ts';
import { hasDisplay } from '../../app/doors/web/open-browser.ts';
import { buildAll } from '../../scripts/build.ts';
import { LONGEST_MS } from '../support/waiting.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const executablePath = findElectron(join(root, 'node_modules', 'electron'));
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const missing =
  executablePath === null
    ? 'Electron’s program file is not there (node node_modules/electron/install.js fetches it)'
    : !hasDisplay()
      ? 'there is no display (on Linux: xvfb-run npm test)'
      : isRoot
        ? 'Electron does not run as root'
        : null;
if (missing !== null) process.stderr.write(`\n!!! SKIPPED: the desktop tests, because ${missing}.\n\n`);

describe.skipIf(missing !== null)('the window in Electron', () => {
  let folder: string;
  let app: ElectronApplication;
  let page: Page;
  const problems: string[] = [];
  const environment = (): Record<string, string> => ({
    ...(process.env as Record<string, string>),
    NORMSCOPE_DB: join(folder, 'desktop.db'),
  });
  const args = (): string[] => [root, `--user-data-dir=${join(folder, 'profile')}`];

  beforeAll(async () => {
    await buildAll();
    folder = mkdtempSync(join(tmpdir(), 'normscope-window-'));
    app = await _electron.launch({
      executablePath: executablePath!,
      args: args(),
      env: environment(),
      timeout: LONGEST_MS,
    });
    page = await app.firstWindow({ timeout: LONGEST_MS });
    page.setDefaultTimeout(LONGEST_MS);
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    await page.waitForSelector('h1');
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is an ordinary page of its own origin without any of Node', async () => {
    expect(await page.evaluate(() => location.href)).toBe('app://workbench/');
    expect(await page.evaluate(() => [typeof globalThis.process, 'require' in globalThis])).toEqual([
      'undefined',
      false,
    ]);
  });

  it('trains a run, with live changes over the bridge', async () => {
    const done = await page.evaluate(async () => {
      const events = await fetch('/api/events');
      const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
      const presets = (await (await fetch('/api/presets')).json()) as { name: string; spec: object }[];
      const { spec } = presets.find(({ name }) => name === 'ring-and-disc')!;
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ spec });
      const created = await fetch('/api/runs', { method: 'POST', headers, body });
      let text = '';
      while (!text.includes('"completed"')) text += (await reader.read()).value ?? '';
      await reader.cancel();
      return created.status;
    });
    expect(done).toBe(201);
  });

  it('cannot leave, open windows, reach other hosts or get permissions', async () => {
    expect(await page.evaluate(() => window.open('https://example.org/'))).toBeNull();
    const reached = await page.evaluate(() => fetch('https://example.org/').then(String, () => 'blocked'));
    expect(reached).toBe('blocked');
    expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
    await page.evaluate(() => (location.href = 'https://example.org/'));
    await page.waitForTimeout(300);
    expect(page.url()).toBe('app://workbench/');
    // What was refused above is reported on the console, and nothing else.
    expect(problems.filter((text) => !text.includes('example.org'))).toEqual([]);
  });

  it('follows its menu', async () => {
    await app.evaluate(({ Menu }) => {
      const items = Menu.getApplicationMenu()!.items.flatMap((item) => item.submenu?.items ?? []);
      items.find(({ label }) => label === 'Datasets')!.click();
    });
    await page.waitForURL('app://workbench/datasets');
  });

  it('is one: a second start ends at once', async () => {
    const second = spawn(executablePath!, args(), { env: environment(), stdio: 'ignore' });
    const code = await new Promise((resolve) => second.once('exit', resolve));
    expect(code).toBe(0);
    expect(app.windows()).toHaveLength(1);
  });
});
