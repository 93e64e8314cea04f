/**
 * The exported PyTorch script makes the same experiment: its losses over 100 steps are those of the engine, and the
 * exported weights load into its network. Needs python3 with PyTorch; otherwise it is skipped, and the output says so.
 * Rates are small: where training is chaotic, the last digits of float32 grow to differences that anybody can see.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../engine/data/dataset.ts';
import type { SeriesEvent } from '../../engine/events.ts';
import { pytorchExperiment, type RecordedSeries } from '../../engine/export/pytorch/experiment.ts';
import { safetensors } from '../../engine/export/safetensors/file.ts';
import { stateDict } from '../../engine/export/state-dict.ts';
import { walk } from '../../engine/export/walk.ts';
import { createReferenceKernels } from '../../engine/kernels/reference.ts';
import { planModel } from '../../engine/spec/plan-networks.ts';
import { RunSpec, type RunSpecInput } from '../../engine/spec/schema.ts';
import { splitData } from '../../engine/split-data.ts';
import { createTraining } from '../../engine/train.ts';
import { findTorch } from '../bench/torch.ts';
import { distance, load } from '../support/kernel-sets.ts';
import { clusters, smallImages } from '../support/small-dataset.ts';

const STEPS = 100;
const here = import.meta.dirname;

function pythonWithTorch(): string | null {
  try {
    return findTorch().python;
  } catch {
    return null;
  }
}

type Model = Record<string, unknown>;
interface Case {
  name: string;
  images?: boolean;
  model: Model;
  change?: Record<string, unknown>;
}

const mlp = (normalization: Model, more: Model = {}): Model => ({
  ...{ kind: 'mlp', hidden: [8, 6], activation: 'tanh', normalization },
  ...more,
});
const cnn = (normalization: Model, more: Model = {}): Model => ({
  ...{ kind: 'cnn', channels: [4, 6], activation: 'relu', normalization },
  ...more,
});

const CASES: Case[] = [
  { name: 'mlp', model: mlp({ type: 'none' }) },
  { name: 'mlp-batch', model: mlp({ type: 'batch' }) },
  { name: 'mlp-batch-keras', model: mlp({ type: 'batch', semantics: 'keras' }) },
  { name: 'mlp-batch-paper', model: mlp({ type: 'batch', semantics: 'paper' }) },
  {
    name: 'mlp-batch-rest-of-one',
    model: mlp({ type: 'batch', single: 'beta' }),
    // 240 samples: PyTorch's own module would refuse the last one.
    change: { training: { steps: STEPS, batchSize: 239, batching: { type: 'shuffled', dropLast: false } } },
  },
  { name: 'mlp-batch-detached', model: mlp({ type: 'batch', gradient: 'detached' }) },
  { name: 'mlp-batch-frozen', model: mlp({ type: 'batch', freezeStatisticsAt: 40 }) },
  { name: 'mlp-batch-beta', model: mlp({ type: 'batch', scale: false }) },
  { name: 'mlp-batch-bare', model: mlp({ type: 'batch', scale: false, center: false }) },
  { name: 'mlp-layer', model: mlp({ type: 'layer', placement: 'after-activation' }) },
  { name: 'mlp-group', model: mlp({ type: 'group', groups: 2 }) },
  { name: 'mlp-rms', model: mlp({ type: 'rms' }) },
  { name: 'mlp-switchable', model: mlp({ type: 'switchable' }) },
  { name: 'mlp-batch-renorm', model: mlp({ type: 'batch-renorm', warmup: 20, ramp: 40 }) },
  { name: 'mlp-ghost-batch', model: mlp({ type: 'ghost-batch', size: 4 }) },
  {
    name: 'mlp-ghost-batch-rest',
    model: mlp({ type: 'ghost-batch', size: 4 }),
    change: { training: { steps: STEPS, batchSize: 21 } },
  },
  { name: 'mlp-decorrelated-batch', model: mlp({ type: 'decorrelated-batch', groupSize: 3 }) },
  {
    name: 'mlp-lars',
    model: mlp({ type: 'batch' }),
    change: { optimizer: { type: 'lars', trust: 0.02, weightDecay: 0.01, decayBias: false } },
  },
  {
    name: 'mlp-lamb',
    model: mlp({ type: 'none' }),
    change: { optimizer: { type: 'lamb', learningRate: 0.005, weightDecay: 0.1 } },
  },
  { name: 'mlp-dynamic-tanh', model: mlp({ type: 'dynamic-tanh' }) },
  { name: 'mlp-dynamic-erf', model: mlp({ type: 'dynamic-erf' }) },
  { name: 'mlp-affine', model: mlp({ type: 'affine', center: false }) },
  ...Object.entries({
    constant: { warmup: 30 },
    step: { every: 20, factor: 0.5, warmup: 10 },
    exponential: { factor: 0.98 },
    cosine: { minimum: 0.001, warmup: 15 },
    'one-cycle': { start: 10, rise: 0.4 },
    // Half of the gains do not count, so that it drops.
    plateau: { patience: 0, factor: 0.3, threshold: 0.2, warmup: 10 },
  }).map(([type, more]) => ({
    name: `mlp-${type}`,
    model: mlp({ type: 'batch' }),
    change: { schedule: { type, ...more }, evaluation: { every: 10, statistics: ['running'] } },
  })),
  { name: 'cnn', images: true, model: cnn({ type: 'none' }, { head: 'flatten', hidden: [5] }) },
  { name: 'cnn-batch', images: true, model: cnn({ type: 'batch' }, { pool: 'average' }) },
  { name: 'cnn-layer', images: true, model: cnn({ type: 'layer', scale: false }) },
  {
    name: 'cnn-instance',
    images: true,
    model: cnn({ type: 'instance', scale: true }),
    change: { optimizer: { type: 'sgd', learningRate: 0.01 } },
  },
  { name: 'cnn-instance-bare', images: true, model: cnn({ type: 'instance' }) },
  { name: 'cnn-group', images: true, model: cnn({ type: 'group', groups: 2 }) },
  { name: 'cnn-rms', images: true, model: cnn({ type: 'rms' }) },
  { name: 'cnn-filter-response', images: true, model: cnn({ type: 'filter-response' }) },
  { name: 'cnn-decorrelated-batch', images: true, model: cnn({ type: 'decorrelated-batch', groupSize: 4 }) },
  { name: 'cnn-switchable', images: true, model: cnn({ type: 'switchable' }) },
  { name: 'resnet', images: true, model: { kind: 'resnet', depth: 8, width: 4, activation: 'relu' } },
  {
    name: 'resnet-skip-init',
    images: true,
    model: { kind: 'resnet', depth: 8, width: 4, activation: 'relu', normalization: { type: 'skip-init' } },
  },
  {
    name: 'resnet-fixup',
    images: true,
    model: { kind: 'resnet', depth: 8, width: 4, activation: 'relu', normalization: { type: 'fixup' } },
  },
  {
    name: 'layers-one-position',
    images: true,
    model: {
      kind: 'layers',
      activation: 'tanh',
      layers: [
        { type: 'conv2d', channels: 4, kernel: 6 },
        { type: 'normalization' },
        { type: 'activation' },
        { type: 'flatten' },
      ],
    },
  },
  {
    name: 'layers',
    images: true,
    model: {
      kind: 'layers',
      activation: 'gelu',
      layers: [
        { type: 'conv2d', channels: 4, kernel: 3, stride: 2, padding: 1 },
        { type: 'residual', layers: [{ type: 'conv2d', channels: 4, padding: 1 }, { type: 'normalization' }] },
        { type: 'flatten' },
        { type: 'normalization' },
        { type: 'activation' },
        { type: 'dense', units: 6 },
      ],
    },
  },
];

interface Ran {
  recorded: RecordedSeries[];
  outputs: number[];
}

/** Trains in the engine and writes the folder. */
async function prepare({ name, images = false, model, change = {} }: Case, folder: string): Promise<Ran> {
  const dataset: Dataset = images ? smallImages() : clusters();
  const spec = RunSpec.parse({
    ...{ name, seed: 3, model },
    training: { steps: STEPS, batchSize: 20 },
    evaluation: { every: 25, statistics: ['running'] },
    optimizer: { type: 'sgd', learningRate: 0.02, momentum: 0.9 },
    ...change,
  } as RunSpecInput);
  const kernels = await load('wasm');
  const training = createTraining({ spec, dataset, kernels });
  while (training.advance() === null);
  const events = training.take().filter((event): event is SeriesEvent => event.type === 'series');
  const recorded = (['train.loss', 'validation.loss', 'validation.accuracy'] as const).map((series): RecordedSeries => {
    const steps: number[] = [];
    const values: number[] = [];
    for (const event of events.filter((one) => one.name === series))
      event.values.forEach((value, i) => {
        steps.push(event.firstStep + i * event.stride);
        values.push(value);
      });
    return { name: series, steps, values };
  });
  const plans = planModel(spec.model, dataset.info.shape, 3);
  const parts = pytorchExperiment({
    spec,
    dataset,
    kernels: createReferenceKernels(),
    steps: STEPS,
    recorded,
    program: 'a test',
  });
  mkdirSync(folder);
  for (const part of parts) writeFileSync(join(folder, part.name), Buffer.concat(part.pieces));
  writeFileSync(
    join(folder, 'model.safetensors'),
    Buffer.concat(safetensors(stateDict(walk(plans), training.model), {})),
  );
  const { validation } = splitData(kernels, dataset, spec).parts;
  const outputs = training.model.forward(validation.features, validation.samples, 'running');
  return { recorded, outputs: Array.from(outputs.data.subarray(0, validation.samples * 3)) };
}

const PYTHON = pythonWithTorch();

describe.skipIf(PYTHON === null)('the PyTorch script (needs python3 with torch)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'normscope-pytorch-'));
  const ran = new Map<string, Ran>();
  afterAll(() => rmSync(folder, { recursive: true }));

  beforeAll(async () => {
    for (const one of CASES) ran.set(one.name, await prepare(one, join(folder, one.name)));
    const folders = CASES.map(({ name }) => join(folder, name));
    await promisify(execFile)(PYTHON!, [join(here, 'run_exported.py'), ...folders], {
      env: { ...process.env, OMP_NUM_THREADS: '1' },
    });
  });

  it.each(CASES)('gives the losses of the engine: $name', ({ name }) => {
    const losses = readFileSync(join(folder, name, 'losses.csv'), 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1);
    const rows = losses.map((line) => line.split(',').map(Number));
    const { recorded } = ran.get(name)!;
    recorded.forEach(({ name: series, steps, values }, column) => {
      const theirs = Array.from(steps, (step) => rows[step]![column + 1]!);
      const worst = Math.max(...theirs.map((value, i) => Math.abs(value - values[i]!) / Math.abs(values[i]!)));
      expect(worst, series).toBeLessThan(series === 'validation.accuracy' ? 0.05 : 1e-3);
    });
    expect(recorded[0]!.steps).toHaveLength(STEPS);
  });

  it.each(CASES)('loads the trained weights: $name', ({ name }) => {
    const theirs = JSON.parse(readFileSync(join(folder, name, 'outputs.json'), 'utf8')) as number[];
    expect(distance(theirs, ran.get(name)!.outputs)).toBeLessThan(1e-5);
  });
});
