/** `normscope export --format onnx`: the model predicts what the run did. Other formats of one run: export-model.test.ts. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../../app/doors/cli/main.ts';
import { findBuiltIn } from '../../../engine/data/generators/registry.ts';
import { createReferenceKernels } from '../../../engine/kernels/reference.ts';
import type { RunSpec } from '../../../engine/spec/schema.ts';
import { splitData } from '../../../engine/split-data.ts';
import { distance } from '../../support/kernel-sets.ts';
import { runOnnx } from '../../support/onnx.ts';

const folder = mkdtempSync(join(tmpdir(), 'normscope-models-'));
const db = ['--db', join(folder, 'runs.db')];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function normscope(...words: string[]): Promise<{ code: number; objects: object[]; err: string }> {
  const objects: object[] = [];
  const err: string[] = [];
  const code = await main([...words, ...db], {
    print: () => undefined,
    say: (line) => err.push(line),
    json: (value) => void objects.push(value as object),
  });
  return { code, objects, err: err.join('\n') };
}

interface Shown {
  id: string;
  spec: RunSpec;
  summary: Record<string, number>;
}
let run: Shown;
beforeAll(async () => {
  const sets = ['training.steps=150', 'data.scaling.method=standardize'];
  await normscope('run', 'ring-and-disc', '--set', ...sets, '--name', 'ring', '--json');
  run = (await normscope('show', 'ring', '--json')).objects[0] as Shown;
});

const exported = async (...words: string[]): Promise<Buffer> => {
  const file = join(folder, `${words.join('')}.file`);
  expect(await normscope('export', 'ring', '-o', file, ...words)).toMatchObject({ code: 0 });
  return readFileSync(file);
};

test('an ONNX model is as accurate as the run, folded or not', async () => {
  const dataset = findBuiltIn('ring-and-disc')!;
  const { validation } = splitData(createReferenceKernels(), dataset.generate(), run.spec).parts;
  const x = validation.features.data;
  const [plain, folded] = [await exported('--format', 'onnx'), await exported('--format', 'onnx', '--fold')];
  expect([plain, folded].map((file) => file.includes('BatchNormalization'))).toEqual([true, false]);
  for (const text of [run.id, 'normscope.classes', '"method":"standardize"', 'Logits, one a class'])
    expect(plain.includes(text), text).toBe(true);
  const outputs = await runOnnx([plain], x, [2]);
  const right = Array.from(validation.labels).filter(
    (label, i) => (outputs[2 * i + 1]! > outputs[2 * i]! ? 1 : 0) === label,
  );
  expect(right.length / validation.samples).toBeCloseTo(run.summary['validation.accuracy']!, 10);
  expect(distance(await runOnnx([folded], x, [2]), outputs)).toBeLessThan(1e-5);
});

test('a folder gets a file with a name that says what it is', async () => {
  expect(await normscope('export', 'ring', '--format', 'onnx', '--fold', '-o', folder)).toMatchObject({ code: 0 });
  expect(readdirSync(folder)).toContain('normscope-ring-seed-1-folded.onnx');
});

test('what does not go together is refused', async () => {
  const two = await normscope('export', 'ring', 'ring', '--format', 'onnx', '-o', folder);
  expect(two).toMatchObject({ code: 2, err: expect.stringMatching(/--format onnx takes one run; 2 were given/) });
  const unfolded = await normscope('export', 'ring', '--format', 'safetensors', '--fold', '-o', folder);
  expect(unfolded).toMatchObject({ code: 2, err: expect.stringMatching(/--fold goes with --format onnx/) });
  const nowhere = await normscope('export', 'ring', '--format', 'onnx');
  expect(nowhere).toMatchObject({ code: 2, err: expect.stringMatching(/-o model\.onnx/) });
});
