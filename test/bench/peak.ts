/**
 * The most fused multiply-adds a core does through WebAssembly: enough independent sums in registers that neither loads
 * nor latency hold it back. Generated here, because nothing else needs it.
 */
import asc from 'assemblyscript/asc';
import { compileJoined } from '../../engine/kernels/wasm/pairs.ts';

/** Sums in registers: as many vectors of 128 bits as can be had, or pairs of them that become vectors of 256 bits. */
const VECTORS = { 128: 12, 256: 24 } as const;
const REPETITIONS = 20_000;

function source(vectors: number): string {
  const each = (line: (i: number) => string): string => Array.from({ length: vectors }, (_, i) => line(i)).join('\n');
  return `export function run(at: usize, repetitions: i32): void {
    ${each((i) => `let s${i} = v128.load(at, ${i * 16});`)}
    for (; repetitions > 0; repetitions--) {
      const factor = v128.load_splat<f32>(at, 1024);
      const even = v128.load(at, 2048);
      const odd = v128.load(at, 2064);
      ${each((i) => `s${i} = f32x4.relaxed_madd(factor, ${i % 2 ? 'odd' : 'even'}, s${i});`)}
    }
    ${each((i) => `v128.store(at, s${i}, ${i * 16});`)}
  }`;
}

/** 10^9 operations a second, two for each multiply-add; the best of ten rounds. */
export async function measurePeak(bits: 128 | 256): Promise<number> {
  let wasm: Uint8Array<ArrayBuffer> | undefined;
  const flags = ['-O2', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd,relaxed-simd'];
  const { error, stderr } = await asc.main(['peak.ts', '--outFile', 'peak.wasm', ...flags], {
    readFile: (name) => (name === 'peak.ts' ? source(VECTORS[bits]) : null),
    writeFile: (name, contents) => {
      if (name === 'peak.wasm') wasm = Uint8Array.from(contents as Uint8Array);
    },
    listFiles: () => [],
  });
  if (error || !wasm) throw new Error(`The peak cannot be measured:\n${stderr.toString()}`, { cause: error });
  const module = bits === 256 ? compileJoined(wasm) : new WebAssembly.Module(wasm);
  const env = { memory: new WebAssembly.Memory({ initial: 1 }) };
  const run = new WebAssembly.Instance(module, { env }).exports['run'] as (at: number, repetitions: number) => void;
  let best = Infinity;
  for (let round = 0; round < 200; round++) {
    const start = performance.now();
    run(4096, REPETITIONS);
    best = Math.min(best, performance.now() - start);
  }
  return (VECTORS[bits] * 4 * 2 * REPETITIONS) / best / 1e6;
}
