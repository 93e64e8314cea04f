/**
 * Finds Electron's program file, or fetches it with Electron's own installer. The file comes from a host that may be out
 * of reach or silent: nothing here waits for ever.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { texts } from '../../engine/words/words.ts';

const t = texts('electron', {
  silent: ({ seconds }: { seconds: number }) => `no answer for ${seconds} seconds`,
  failed: 'the installer failed',
});

/** Milliseconds without a single new byte until a download is given up. */
const SILENCE = 30_000;

/** Path of Electron's program file below its package, or null when it is not (completely) there. */
export function findElectron(packageFolder: string): string | null {
  try {
    const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
    const installed = readFileSync(join(packageFolder, 'dist', 'version'), 'utf8')
      .replace(/^v/, '')
      .trim();
    const program = join(packageFolder, 'dist', readFileSync(join(packageFolder, 'path.txt'), 'utf8'));
    return installed === version && existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/**
 * Runs Electron's installer. Resolves to null when it worked, otherwise to the reason in a few words. Gives up when
 * `silence` milliseconds pass without a new byte.
 */
export async function downloadElectron(packageFolder: string, silence = SILENCE): Promise<string | null> {
  // The installer writes what arrives into the folder for temporary files; in one of its own, growth can be seen.
  const folder = mkdtempSync(join(tmpdir(), 'normscope-electron-'));
  const child = spawn(process.execPath, [join(packageFolder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-4000)));
  let silent = false;
  let seen = 0;
  let since = Date.now();
  const watch = setInterval(
    () => {
      const size = sizeOf(folder) + sizeOf(join(packageFolder, 'dist'));
      if (size !== seen) {
        seen = size;
        since = Date.now();
      } else if (Date.now() - since > silence) {
        silent = true;
        child.kill('SIGKILL');
      }
    },
    Math.min(silence, 1000),
  );
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  try {
    const code = await new Promise<number | null>((resolve) => {
      child.once('error', () => resolve(1));
      child.once('close', resolve);
    });
    if (code === 0) return null;
    return silent ? t.silent({ seconds: Math.round(silence / 1000) }) : shorten(errors);
  } finally {
    clearInterval(watch);
    process.off('exit', end);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first line of what the installer said, without the kind of error. */
function shorten(errors: string): string {
  const line = errors.split('\n').find((text) => text.trim() !== '') ?? t.failed;
  return line.replace(/^\w*Error: /, '').slice(0, 200);
}

function sizeOf(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
      (sum, entry) => sum + (entry.isFile() ? statSync(join(entry.parentPath, entry.name)).size : 0),
      0,
    );
  } catch {
    // Files come and go while it works.
    return 0;
  }
}
