import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { downloadElectron, findElectron } from '../../../app/doors/electron-binary.ts';
import { until } from '../../support/waiting.ts';

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

describe('a download that takes long', () => {
  // The clock that the download is watched by is that of the test, so that nothing depends on how fast a process starts.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] }));
  afterEach(() => void vi.useRealTimers());

  it('is given up when it is silent, and leaves nothing running or lying about', async () => {
    const pid = join(folder, 'pid');
    installer(`
      const { renameSync, writeFileSync } = require('fs');
      writeFileSync('${pid}.part', String(process.pid)); renameSync('${pid}.part', '${pid}');
      setInterval(() => {}, 1000);
    `);
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('normscope-electron-'));
    const download = downloadElectron(folder);
    await until(() => existsSync(pid));
    vi.advanceTimersByTime(32_000);
    expect(await download).toBe('no answer for 30 seconds');
    expect(() => process.kill(Number(readFileSync(pid, 'utf8')), 0)).toThrow('ESRCH');
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('normscope-electron-'))).toEqual(before);
  });

  it('is waited for while it goes on', async () => {
    installer(`
      const { appendFileSync, existsSync, writeFileSync } = require('fs'); const { join } = require('path');
      let done = 0;
      setInterval(() => {
        if (!existsSync(join('${folder}', 'more-' + done))) return;
        appendFileSync(join(require('os').tmpdir(), 'zip'), 'x');
        writeFileSync(join('${folder}', 'done-' + done++), '');
        if (done === 4) process.exit(0);
      }, 5);
    `);
    const download = downloadElectron(folder);
    for (let piece = 0; piece < 4; piece++) {
      vi.advanceTimersByTime(20_000);
      writeFileSync(join(folder, `more-${piece}`), '');
      await until(() => existsSync(join(folder, `done-${piece}`)));
    }
    expect(await download).toBeNull();
  });
});

it('says why it failed', async () => {
  installer(`console.error(new TypeError('fetch failed').stack); process.exit(1);`);
  expect(await downloadElectron(folder)).toBe('fetch failed');
});
