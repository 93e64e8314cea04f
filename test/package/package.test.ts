/**
 * Packs the program with a stand-in for Electron (its real program file may be out of reach) and looks at what came out:
 * the archive is real, complete and works under plain Node. It is not a program that shows a window.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { extractAll, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LONGEST_MS } from '../support/waiting.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const canPack = process.platform === 'linux';
/** Marks the fuses in Electron's program file; then come version, length and one character a fuse. */
const FUSE_MARK = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

let folder: string;
let resources: string;

/** A folder that electron-builder takes for Electron. */
function standIn(): string {
  const electron = join(folder, 'electron');
  mkdirSync(join(electron, 'resources'), { recursive: true });
  const { version } = createRequire(import.meta.url)('electron/package.json') as { version: string };
  writeFileSync(
    join(electron, 'electron'),
    Buffer.concat([Buffer.from(FUSE_MARK), Buffer.from([1, 9]), Buffer.from('101100110')]),
  );
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox']) writeFileSync(join(electron, name), '');
  writeFileSync(join(electron, 'version'), version);
  return electron;
}

const node = (args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) =>
  run(process.execPath, args, { timeout: LONGEST_MS, ...options });

describe.skipIf(!canPack)('the packed program (Linux only: the stand-in works for no other platform)', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'normscope-package-'));
    const output = join(folder, 'release');
    await node(['scripts/package.ts', '--dir', '--electron-dist', standIn(), '--output', output], { cwd: root });
    resources = join(output, 'linux-unpacked', 'resources');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds what it needs, and nothing else', () => {
    const files = listPackage(join(resources, 'app.asar'), { isPack: false })
      .map((path) => path.replaceAll('\\', '/').slice(1))
      .filter((path) => !isFolder(path));
    const expected = [
      ...['package.json', 'packaging/icons/512x512.png', 'dist/renderer/index.html'],
      ...['desktop/main.js', 'desktop/host.js', 'cli/main.js'].map((name) => `dist/app/doors/${name}`),
      ...['worker.js', 'data/inputs-worker.js', 'kernels/wasm/team/helper.js'].map((name) => `dist/engine/${name}`),
      ...['wasm-simd', 'wasm-relaxed-simd', 'wasm-relaxed-simd-pairs'].flatMap((name) =>
        [name, `${name}-shared`].map((file) => `dist/engine/kernels/wasm/build/${file}.wasm`),
      ),
      ...readdirSync(join(root, 'migrations')).map((name) => `migrations/${name}`),
      'node_modules/better-sqlite3/package.json',
      `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
    ];
    expect(files).toEqual(expect.arrayContaining(expected));
    const allowed = [
      /^dist\/renderer\/([\w.-]+\.(html|svg|txt)|assets\/[\w.-]+\.(js|css|woff2|svg|png))$/,
      /^node_modules\/better-sqlite3\/(lib\/.+\.js|package\.json|LICENSE|README\.md|prebuilds\/linux-(x64|arm64)\.node)$/,
    ];
    const surplus = files.filter((path) => !expected.includes(path) && !allowed.some((pattern) => pattern.test(path)));
    expect(surplus).toEqual([]);
    expect(readFileSync(join(resources, '..', 'LICENSE.normscope.txt'), 'utf8')).toContain('MIT');
  });

  const isFolder = (path: string): boolean => listed().some((other) => other !== path && other.startsWith(`${path}/`));
  let all: string[] | null = null;
  const listed = (): string[] =>
    (all ??= listPackage(join(resources, 'app.asar'), { isPack: false }).map((path) => path.slice(1)));

  it('keeps the database addon outside the archive, where it opens a database', async () => {
    const addon = join(resources, 'app.asar.unpacked', 'node_modules', 'better-sqlite3');
    expect(existsSync(join(addon, 'prebuilds', `linux-${process.arch}.node`))).toBe(true);
    const database = join(folder, 'addon.db');
    const script = `
      const Database = require(${JSON.stringify(addon)});
      const db = new Database(${JSON.stringify(database)});
      db.exec('CREATE TABLE t (a REAL) STRICT; INSERT INTO t VALUES (0.5)');
      console.log(db.prepare('SELECT a FROM t').pluck().get(), db.pragma('quick_check', { simple: true }));`;
    expect((await node(['-e', script])).stdout).toBe('0.5 ok\n');
  });

  it('switches off what its program file could do besides', async () => {
    const wire = await getCurrentFuseWire(join(resources, '..', 'normscope'));
    const states = Object.fromEntries(
      Object.values(FuseV1Options)
        .filter((fuse) => typeof fuse === 'number')
        .map((fuse) => [FuseV1Options[fuse], wire[fuse] === FuseState.ENABLE]),
    );
    expect(states).toEqual({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
      WasmTrapHandlers: true,
    });
  });

  it('trains: the command line in it finds worker, kernels, migrations and addon', async () => {
    const unpacked = join(folder, 'unpacked');
    extractAll(join(resources, 'app.asar'), unpacked);
    cpSync(join(resources, 'app.asar.unpacked'), unpacked, { recursive: true });
    const cli = join(unpacked, 'dist', 'app', 'doors', 'cli', 'main.js');
    // From a folder without any of ours above it, so that nothing is found by accident.
    const options = { cwd: folder };
    expect((await node([cli, '--help'], options)).stdout).toContain('Usage: normscope');
    const database = join(folder, 'packed.db');
    const args = ['run', 'ring-and-disc', '--set', 'training.steps=20', '--db', database, '--json'];
    const { stdout } = await node([cli, ...args], options);
    const last = JSON.parse(stdout.trim().split('\n').at(-1)!) as unknown;
    expect(last).toMatchObject({ event: 'finished', run: { status: 'completed' } });
    const listedRuns = await node([cli, 'list', '--db', database, '--json'], options);
    expect(listedRuns.stdout.trim().split('\n')).toHaveLength(1);
  });
});

it('names what is out of reach in one line when Electron cannot be had', async () => {
  const nowhere = mkdtempSync(join(tmpdir(), 'normscope-nowhere-'));
  try {
    const env = { ...process.env, ELECTRON_MIRROR: 'http://127.0.0.1:9/', HOME: nowhere, XDG_CACHE_HOME: nowhere };
    const failed = await node(['scripts/package.ts'], { cwd: root, env }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect((failed as { stderr: string }).stderr).toMatch(
      /^No installer can be made here: electron-v[\d.]+-\S+\.zip is needed, and 127\.0\.0\.1:9 cannot be reached .*\n$/,
    );
  } finally {
    rmSync(nowhere, { recursive: true });
  }
});
