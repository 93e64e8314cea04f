/**
 * Bundles the program for Electron and for packaging: one file for each entry, in dist/ at the place that mirrors its
 * source. Everything is bundled but Electron and the database addon. A clone runs from the sources without this.
 */
import { cp, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** What the program starts: window, host process, command line, training threads and those that help them. */
export const ENTRIES = [
  'app/doors/desktop/main.ts',
  'app/doors/desktop/host.ts',
  'app/doors/cli/main.ts',
  'engine/worker.ts',
  'engine/data/inputs-worker.ts',
  'engine/kernels/wasm/team/helper.ts',
] as const;

const KERNELS = 'engine/kernels/wasm/build';

const built = (source: string): string => join('dist', source.replace(/\.ts$/, '.js'));

/**
 * A bundled module lies in the file of its entry, not at its own place. This gives each module the `import.meta.url` that
 * it would have in dist/, so that files beside it (kernels, workers) are found.
 */
const ownPlace = (root: string, entry: string): Plugin => ({
  name: 'own-place',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (path.includes(`${sep}node_modules${sep}`)) return undefined;
      const text = await readFile(path, 'utf8');
      const uses = text.match(/\bimport\.meta\b(\.\w+)?/g) ?? [];
      const unknown = uses.find((use) => use !== 'import.meta.url' && use !== 'import.meta.main');
      if (unknown) throw new Error(`${path} uses ${unknown}; only url and main keep their meaning in a bundle.`);
      const place = relative(dirname(built(entry)), built(relative(root, path))).replaceAll(sep, '/');
      const url = `new URL(${JSON.stringify(place)}, import.meta.url).href`;
      const main = path === join(root, entry) ? 'import.meta.main' : 'false';
      const contents = text.replaceAll('import.meta.url', url).replaceAll('import.meta.main', main);
      return { contents, loader: 'ts' };
    });
  },
});

/** Builds all entries and puts the kernels beside them. The kernels must have been built. */
export async function buildApp(root: string): Promise<void> {
  await Promise.all(
    ENTRIES.map((entry) =>
      build({
        absWorkingDir: root,
        entryPoints: [entry],
        outfile: built(entry),
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node24',
        external: ['electron', 'better-sqlite3'],
        sourcemap: 'linked',
        sourcesContent: false,
        logLevel: 'warning',
        plugins: [ownPlace(root, entry)],
        // Some libraries are CommonJS and call require for Node's own modules.
        banner: {
          js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
        },
      }),
    ),
  );
  await cp(join(root, KERNELS), join(root, 'dist', KERNELS), { recursive: true });
}
