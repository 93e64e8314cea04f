/**
 * `npm run package`: makes the installers of this platform in release/. `-- --dir` makes the unpacked program only;
 * `-- --electron-dist FOLDER` takes Electron from a folder instead of the internet.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildAll } from './build.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const RELEASES = 'https://github.com/electron/electron/releases/download';
const PATIENCE = 15_000;

const { values } = parseArgs({
  options: {
    dir: { type: 'boolean', default: false },
    output: { type: 'string' },
    'electron-dist': { type: 'string' },
  },
});

const electron = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')) as {
  version: string;
};
const archive = `electron-v${electron.version}-${process.platform}-${process.arch}.zip`;

/** Folder in which Electron's downloads are kept between builds. */
function cacheFolder(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'electron');
  if (process.platform === 'win32') return join(process.env['LOCALAPPDATA'] ?? homedir(), 'electron', 'Cache');
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'electron');
}

/** Why Electron's archive cannot be had, or null when it can. */
async function whyOutOfReach(): Promise<string | null> {
  const cached = await readdir(cacheFolder(), { recursive: true }).catch(() => []);
  if (cached.some((path) => path.endsWith(archive))) return null;
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'];
  const address = mirror === undefined ? `${RELEASES}/v${electron.version}/${archive}` : mirror;
  try {
    const response = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(PATIENCE) });
    return response.ok || mirror !== undefined ? null : `${new URL(address).host} answered ${response.status}`;
  } catch (error) {
    const { cause, message } = error as Error;
    return `${new URL(address).host} cannot be reached (${cause instanceof Error ? cause.message : message})`;
  }
}

/** Packs. Loaded late: electron-builder takes a second that a refusal should not cost. */
async function pack(): Promise<void> {
  const { Platform, build } = await import('electron-builder');
  const folder = mkdtempSync(join(tmpdir(), 'normscope-config-'));
  try {
    const config = join(folder, 'electron-builder.yml');
    writeFileSync(config, configuration());
    const targets = values.dir ? Platform.current().createTarget('dir') : Platform.current().createTarget();
    for (const file of await build({ projectDir: root, targets, publish: 'never', config })) console.log(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * The text of electron-builder.yml with this call's choices. A file, because electron-builder reads lists of files
 * differently when any setting is handed to it as an object: it then packs everything.
 */
function configuration(): string {
  let text = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
  const { output, 'electron-dist': electronDist } = values;
  if (output !== undefined) text = text.replace('output: release', `output: ${JSON.stringify(output)}`);
  return electronDist === undefined ? text : `${text}electronDist: ${JSON.stringify(electronDist)}\n`;
}

const problem = values['electron-dist'] === undefined ? await whyOutOfReach() : null;
if (problem !== null) {
  console.error(
    `No installer can be made here: ${archive} is needed, and ${problem}. Try again with a connection, or give ` +
      'a folder that holds it: npm run package -- --electron-dist FOLDER',
  );
  process.exit(1);
}
await buildAll((line) => console.log(line));
await pack();
