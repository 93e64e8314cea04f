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

/** Hears, in one line each, of what is being built. */
type Say = (line: string) => void;

/** Builds the page into dist/renderer where it is stale. Returns whether it had to. */
export function ensurePage(say?: Say): Promise<boolean> {
  return buildWhenStale({
    root,
    announce: () => say?.('Building the page, which takes some seconds ...'),
    inputs: ['renderer', 'app/api', 'app/contract', 'app/view', 'engine', 'vite.config.ts', ...TOOLS],
    skip: NO_SOURCE,
    stamp: 'dist/renderer.sha256',
    result: 'dist/renderer/index.html',
    build: async () => {
      const { build } = await import('vite');
      await build({
        root: join(root, 'renderer'),
        configFile: join(root, 'vite.config.ts'),
        logLevel: 'warn',
        // How long plugins took is of no interest to who starts the program.
        build: { rolldownOptions: { checks: { bundlerTimings: false } } },
      });
    },
  });
}

/** Bundles the program into dist/ where it is stale. Returns whether it had to. Needs the kernels. */
export function ensureApp(say?: Say): Promise<boolean> {
  return buildWhenStale({
    root,
    announce: () => say?.('Bundling the program ...'),
    inputs: ['app', 'engine', 'engine/kernels/wasm/build/kernels.sha256', ...TOOLS],
    skip: NO_SOURCE,
    stamp: 'dist/app.sha256',
    result: 'dist/engine/worker.js',
    build: () => buildApp(root),
  });
}

/** What the program needs to run from the sources in a browser: kernels and page. */
export async function buildForBrowser(say?: Say): Promise<boolean> {
  const kernels = await ensureKernels();
  if (kernels) say?.('Built the kernels.');
  return (await ensurePage(say)) || kernels;
}

/** Builds kernels, page and program where stale. Returns whether anything was. */
export async function buildAll(say?: Say): Promise<boolean> {
  const browser = await buildForBrowser(say);
  return (await ensureApp(say)) || browser;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log((await buildAll((line) => console.log(line))) ? 'Done.' : 'Everything is up to date.');
