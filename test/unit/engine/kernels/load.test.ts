/** Choosing, building and loading kernel sets. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WASM_BUILDS, kernelSetName, loadKernels, supportsBuild } from '../../../../engine/kernels/load.ts';
import { ensureKernels } from '../../../../scripts/build-kernels.ts';

const root = new URL('../../../../', import.meta.url);

describe('loadKernels', () => {
  it('gives the set that was asked for, and the best one by default', async () => {
    const best = WASM_BUILDS.find(supportsBuild);
    expect((await loadKernels('reference')).name).toBe('reference');
    for (const build of WASM_BUILDS.filter(supportsBuild)) expect((await loadKernels(build)).name).toBe(build);
    expect(await kernelSetName()).toBe((await loadKernels()).name);
    expect((await loadKernels('wasm')).name).toBe(await kernelSetName());
    expect(['wasm-simd', best]).toContain(await kernelSetName());
  });

  it('gives each caller memory of its own', async () => {
    const [one, other] = await Promise.all([loadKernels(), loadKernels()]);
    const a = one.allocate(3);
    const b = other.allocate(3);
    one.fill(a, 1);
    expect([...b.data]).toEqual([0, 0, 0]);
  });

  it('recognizes instructions', () => {
    // Node 24, which the project brings along, knows both.
    expect(WASM_BUILDS.filter(supportsBuild)).toEqual(['wasm-relaxed-simd', 'wasm-simd']);
  });
});

describe('building', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kernels-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('says what to run when the kernels are not built', async () => {
    await cp(new URL('engine/kernels', root), folder, {
      recursive: true,
      filter: (source) => !/build$|assembly$/.test(source),
    });
    const copy = (await import(pathToFileURL(join(folder, 'load.ts')).href)) as { loadKernels: typeof loadKernels };
    await expect(copy.loadKernels()).rejects.toThrow(/not built.*npm run build:kernels/);
    expect((await copy.loadKernels('reference')).name).toBe('reference');
  });

  it('builds the same files in two processes at once, and then not again until one is missing', async () => {
    const output = pathToFileURL(`${folder}/`);
    const script =
      `const { ensureKernels } = await import(${JSON.stringify(new URL('scripts/build-kernels.ts', root).href)});` +
      `await ensureKernels(new URL(${JSON.stringify(output.href)}));`;
    const build = (): Promise<unknown> => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    await Promise.all([build(), build()]);
    expect((await readdir(folder)).sort()).toEqual([
      'kernels.sha256',
      'wasm-relaxed-simd-pairs-shared.wasm',
      'wasm-relaxed-simd-pairs.wasm',
      'wasm-relaxed-simd-shared.wasm',
      'wasm-relaxed-simd.wasm',
      'wasm-simd-shared.wasm',
      'wasm-simd.wasm',
    ]);
    for (const name of [...WASM_BUILDS, 'wasm-relaxed-simd-pairs', 'wasm-simd-shared'])
      expect(await readFile(join(folder, `${name}.wasm`))).toEqual(
        await readFile(new URL(`engine/kernels/wasm/build/${name}.wasm`, root)),
      );
    expect(await ensureKernels(output)).toBe(false);
    await rm(join(folder, 'wasm-simd.wasm'));
    expect(await ensureKernels(output)).toBe(true);
  });
});
