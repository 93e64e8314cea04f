/** Starts the program as a person does, in a process of its own, and ends it with Ctrl-C. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
let running: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'normscope-launch-'));
});
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running = [];
  rmSync(folder, { recursive: true });
});

/** Runs one of our entries without a display; gathers what it says. */
function start(entry: string, args: string[]) {
  const env: NodeJS.ProcessEnv = { ...process.env, NORMSCOPE_DB: join(folder, 'launch.db') };
  delete env.DISPLAY;
  delete env.WAYLAND_DISPLAY;
  const child = spawn(process.execPath, [join(root, entry), ...args], { cwd: folder, env });
  running.push(child);
  const out = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (out.stderr += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const link = async (): Promise<string> => {
    // The page may have to be built first.
    while (child.exitCode === null) {
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(out.stdout);
      if (found) return found[0];
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`No address came: ${out.stdout}${out.stderr}`);
  };
  return { child, out, ended, link };
}

describe('npm start', () => {
  it.skipIf(process.platform === 'win32')(
    'serves the page where there is no window, says why, and ends on Ctrl-C with everything written',
    async () => {
      const args = process.platform === 'darwin' ? ['--web'] : [];
      const { child, out, ended, link } = start('app/doors/launch.ts', [...args, '--no-open']);
      const address = await link();
      if (args.length === 0) expect(out.stdout).toMatch(/^No window, because there is no display\. .*browser/);
      const entered = await fetch(address, { redirect: 'manual' });
      const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
      const page = await fetch(new URL('/', address), { headers: { cookie } });
      expect(await page.text()).toContain('<title>Normscope</title>');
      const status = await fetch(new URL('/api/status', address), { headers: { cookie } });
      expect(await status.json()).toMatchObject({ database: join(folder, 'launch.db') });
      // An open stream must not keep it from ending.
      const stream = await fetch(new URL('/api/events', address), { headers: { cookie } });
      child.kill('SIGINT');
      expect(await ended).toBe(0);
      await stream.body!.cancel().catch(() => undefined);
      expect(existsSync(join(folder, 'launch.db'))).toBe(true);
      expect(existsSync(join(folder, 'launch.db-wal'))).toBe(false);
      expect(out.stderr).toBe('');
    },
  );

  it('refuses wrong options with what is right, and a port that is taken', async () => {
    const wrong = start('app/doors/launch.ts', ['--wbe']);
    expect(await wrong.ended).toBe(2);
    expect(wrong.out.stderr).toContain('--web');
    const port = start('app/doors/launch.ts', ['--port', 'many']);
    expect(await port.ended).toBe(2);
    expect(port.out.stderr).toBe('--port is "many"; give a whole number from 0 to 65535.\n');

    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port: taken } = other.address() as { port: number };
    const refused = start('app/doors/launch.ts', ['--web', '--no-open', '--port', String(taken)]);
    expect(await refused.ended).toBe(1);
    expect(refused.out.stderr).toMatch(/^Port \d+ is in use by another program\. .*\n$/);
    other.close();
  });
});

describe('normscope', () => {
  it('hands words to the command line, and its exit code back', async () => {
    const help = start('app/doors/normscope.mjs', ['--help']);
    expect(await help.ended).toBe(0);
    expect(help.out.stdout).toContain('Usage: normscope');
    const wrong = start('app/doors/normscope.mjs', ['show', 'nothing-of-that-name']);
    expect(await wrong.ended).toBe(2);
    expect(wrong.out.stdout).toBe('');
  });
});
