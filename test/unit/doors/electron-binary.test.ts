import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { downloadElectron, findElectron } from '../../../app/doors/electron-binary.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'normscope-installer-'));
  writeFileSync(join(folder, 'package.json'), '{"version":"45.0.0"}');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Puts an installer in the place of Electron's. */
const installer = (code: string): void => writeFileSync(join(folder, 'install.js'), code);

it('finds a complete program only', () => {
  expect(findElectron(folder)).toBeNull();
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'version'), '45.0.0');
  writeFileSync(join(folder, 'path.txt'), 'electron');
  expect(findElectron(folder)).toBeNull();
  writeFileSync(join(folder, 'dist', 'electron'), '');
  expect(findElectron(folder)).toBe(join(folder, 'dist', 'electron'));
  writeFileSync(join(folder, 'dist', 'version'), 'v44.0.0');
  expect(findElectron(folder)).toBeNull();
});

it('gives up on a silent download, and leaves nothing running or lying about', async () => {
  installer(`require('fs').writeFileSync('${join(folder, 'pid')}', String(process.pid)); setInterval(() => {}, 1000);`);
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('normscope-electron-'));
  const started = performance.now();
  expect(await downloadElectron(folder, 700)).toBe('no answer for 1 seconds');
  expect(performance.now() - started).toBeLessThan(5000);
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('normscope-electron-'))).toEqual(before);
});

it('waits for a slow one that goes on', async () => {
  installer(`
    const { appendFileSync } = require('fs'); const { join } = require('path');
    let left = 12;
    setInterval(() => { appendFileSync(join(require('os').tmpdir(), 'zip'), 'x'); if (left-- === 0) process.exit(0); }, 100);
  `);
  expect(await downloadElectron(folder, 700)).toBeNull();
});

it('says why it failed', async () => {
  installer(`console.error(new TypeError('fetch failed').stack); process.exit(1);`);
  expect(await downloadElectron(folder)).toBe('fetch failed');
});
