/**
 * `npm run build`: builds what is stale of kernels, page and program, and says what it did. Also used by `npm start`
 * and the end-to-end tests. Not for installers (package.ts).
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildApp } from './build-app.ts';
import { ensureKernels } from './build-kernels.ts';
import { buildWhenStale } from './stale.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const TOOLS = ['package-lock.json', 'scripts'];
const NO_SOURCE = /(^|\/)(\.[^/]*|build|assembly)$/;

/** Builds the page into dist/renderer (about 10 s). Returns whether it had to. */
export function ensurePage(): Promise<boolean> {
  return buildWhenStale({
    root,
    inputs: ['renderer', 'app/api', 'app/errors.ts', 'app/service/types.ts', 'engine', 'vite.config.ts', ...TOOLS],
    skip: NO_SOURCE,
    stamp: 'dist/renderer.sha256',
    result: 'dist/renderer/index.html',
    build: async () => {
      const { build } = await import('vite');
      await build({ root: join(root, 'renderer'), configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
    },
  });
}

/** Bundles the program into dist/ (about 1 s). Returns whether it had to. Needs the kernels. */
export function ensureApp(): Promise<boolean> {
  return buildWhenStale({
    root,
    inputs: ['app', 'engine', 'engine/kernels/wasm/build/kernels.sha256', ...TOOLS],
    skip: NO_SOURCE,
    stamp: 'dist/app.sha256',
    result: 'dist/engine/worker.js',
    build: () => buildApp(root),
  });
}

/** Builds all three where stale; `say` hears of each that had to be built. */
export async function buildAll(say: (line: string) => void = () => undefined): Promise<void> {
  if (await ensureKernels()) say('Built the kernels.');
  if (await ensurePage()) say('Built the page.');
  if (await ensureApp()) say('Built the program.');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let built = false;
  await buildAll((line) => {
    built = true;
    console.log(line);
  });
  if (!built) console.log('Everything is up to date.');
}
