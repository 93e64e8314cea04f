/**
 * Builds the WebAssembly kernels from their AssemblyScript sources: `npm run build:kernels`, and `ensureKernels()` for
 * whatever needs them to be there. Nothing is built when neither sources, flags nor compiler changed. A packaged program
 * ships the built files and never comes here.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const sources = new URL('engine/kernels/wasm/assembly/', root);
const defaultOutput = new URL('engine/kernels/wasm/build/', root);
/** Holds the hash of what the built files were made from. Written last. */
const STAMP = 'kernels.sha256';

/** Level 2, not 3: with 3 the optimizer moves all loads of a loop to its head, and registers run out (half the speed). */
const FLAGS = [
  ['-O2', '--noAssert', '--runtime', 'stub'],
  ['--importMemory', '--initialMemory', '8', '--maximumMemory', '65536'],
  ['--enable', 'simd'],
].flat();

/** Name of a build, the file it starts from and what it adds to the flags. */
const ALONE: { name: string; entry: string; flags: string[] }[] = [
  { name: 'wasm-simd', entry: 'index.ts', flags: ['--use', 'PAIRS=0'] },
  { name: 'wasm-relaxed-simd', entry: 'index.ts', flags: ['--use', 'PAIRS=0', '--enable', 'relaxed-simd'] },
  { name: 'wasm-relaxed-simd-pairs', entry: 'pairs.ts', flags: ['--use', 'PAIRS=1', '--enable', 'relaxed-simd'] },
];
/** The same for several threads in one memory. */
const SHARED = ALONE.map(({ name, entry, flags }) => ({
  name: `${name}-shared`,
  entry,
  flags: [...flags, '--enable', 'threads', '--sharedMemory'],
}));
const BUILDS = [...ALONE, ...SHARED];

/** Contents of the source files, by name. Line ends do not count: a checkout on Windows may change them. */
async function readSources(): Promise<Map<string, string>> {
  const names = (await readdir(sources)).filter((name) => name.endsWith('.ts')).sort();
  const texts = names.map(async (name) => (await readFile(new URL(name, sources), 'utf8')).replaceAll('\r\n', '\n'));
  return new Map((await Promise.all(texts)).map((text, i) => [names[i] as string, text]));
}

async function fingerprint(files: Map<string, string>): Promise<string> {
  const compiler = createRequire(import.meta.url).resolve('assemblyscript/package.json');
  const { version } = JSON.parse(await readFile(compiler, 'utf8')) as { version: string };
  return createHash('sha256')
    .update(JSON.stringify([FLAGS, BUILDS, version, ...files]))
    .digest('hex');
}

const readText = (file: URL): Promise<string | null> => readFile(file, 'utf8').catch(() => null);

/** Puts a file in its place in one step, so that nobody ever reads half of it. */
async function replace(target: URL, contents: string | Uint8Array): Promise<void> {
  const temporary = new URL(`${target.href}.${randomUUID()}`);
  await writeFile(temporary, contents);
  try {
    await rename(temporary, target);
  } catch (error) {
    // On Windows a file that another process is reading cannot be replaced; an equal one need not be.
    await rm(temporary, { force: true });
    if (!(await readFile(target).catch(() => null))?.equals(Buffer.from(contents))) throw error;
  }
}

async function build(
  { name, entry, flags }: (typeof BUILDS)[number],
  files: Map<string, string>,
  output: URL,
): Promise<void> {
  const { default: asc } = await import('assemblyscript/asc');
  const built = new Map<string, string | Uint8Array>();
  const { error, stderr } = await asc.main([entry, '--outFile', 'kernels.wasm', ...FLAGS, ...flags], {
    readFile: (file) => files.get(file) ?? null,
    writeFile: (file, contents) => void built.set(file, contents),
    listFiles: () => [],
  });
  const wasm = built.get('kernels.wasm');
  if (error || !wasm)
    throw new Error(`The kernels (${name}) cannot be compiled:\n${stderr.toString()}`, { cause: error });
  await replace(new URL(`${name}.wasm`, output), wasm);
}

/**
 * Builds the kernels when they are missing or stale (about 2 s); otherwise only reads a few small files. Two processes
 * may do this at once. Returns whether something was built.
 */
export async function ensureKernels(output = defaultOutput): Promise<boolean> {
  const files = await readSources();
  const wanted = await fingerprint(files);
  const there = new Set(await readdir(output).catch(() => []));
  const complete = BUILDS.every(({ name }) => there.has(`${name}.wasm`));
  if (complete && (await readText(new URL(STAMP, output))) === wanted) return false;
  await mkdir(output, { recursive: true });
  for (const one of BUILDS) await build(one, files, output);
  await replace(new URL(STAMP, output), wanted);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const built = await ensureKernels();
  console.log(built ? 'kernels built' : 'kernels are up to date');
}
