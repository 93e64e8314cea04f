/** What is said of runs that were really trained: each trouble made on purpose, and every preset in good health. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorkbench } from '../../../../app/service/workbench.ts';
import type { Diagnosis, Finding, FindingKind } from '../../../../app/contract/diagnosis.ts';
import type { RunDetail } from '../../../../app/contract/runs.ts';
import type { Workbench } from '../../../../app/service/types.ts';
import type { ModelInput, RunSpecInput } from '../../../../engine/spec/schema.ts';
import { PRESETS } from '../../../../engine/spec/presets.ts';
import { temporaryFiles } from '../../store/support.ts';

const fresh = temporaryFiles();
let workbench: Workbench;
beforeAll(async () => {
  workbench = await openWorkbench({ database: fresh(), workers: 2 });
});
afterAll(() => workbench.close());

const train = async (spec: RunSpecInput): Promise<{ run: RunDetail; diagnosis: Diagnosis }> => {
  const [made] = await workbench.runs.create({ spec });
  await workbench.finished(made!.id);
  return { run: workbench.runs.get(made!.id), diagnosis: workbench.runs.diagnose(made!.id) };
};
const kinds = ({ findings }: Diagnosis): FindingKind[] => findings.map(({ kind }) => kind);
const only = ({ findings }: Diagnosis, kind: FindingKind): Finding => {
  const found = findings.filter((finding) => finding.kind === kind);
  expect(found).toHaveLength(1);
  return found[0]!;
};

const RELU: ModelInput = { hidden: [50, 50], activation: 'relu', initializer: { type: 'he-normal' } };
const NONE = { type: 'none' } as const;

describe('a run that went wrong', () => {
  it('diverged: the layer, the numbers before, and the growth', async () => {
    const { run, diagnosis } = await train({
      model: { ...RELU, hidden: [100, 100, 100], normalization: NONE },
      optimizer: { type: 'sgd', learningRate: 30 },
      training: { steps: 300 },
    });
    expect(run.status).toBe('diverged');
    const found = only(diagnosis, 'diverged');
    expect(found.step).toBe(run.step);
    expect(run.layers.map(({ name }) => name)).toContain(found.layer);
    const losses = workbench.runs.series(run.id, 'train.loss').values.filter(Number.isFinite);
    expect(found.numbers).toMatchObject({ loss: losses.at(-1), learningRate: 30 });
    expect(found.numbers['growth']).toBeGreaterThan(10);
    expect(found.text).toContain(`diverged at step ${run.step}; the first layer that is not finite is ${found.layer}`);
    expect(kinds(diagnosis)).toEqual(['diverged']);
  });

  it('thrown about by its learning rate', async () => {
    const { diagnosis } = await train({
      model: { hidden: [100, 100, 100], normalization: NONE },
      optimizer: { type: 'sgd', learningRate: 1000 },
      training: { steps: 300 },
    });
    const found = only(diagnosis, 'learning-rate-too-high');
    expect(found.numbers['lastLoss']).toBeGreaterThan(10 * found.numbers['constantLoss']!);
    expect(diagnosis.findings[0]).toBe(found);
  });

  it('dead rectifiers: since the first step, in all layers, and stuck at ln(10)', async () => {
    const { diagnosis } = await train({
      model: { ...RELU, normalization: NONE, biasInitial: [-3] },
      optimizer: { type: 'sgd', learningRate: 0.1 },
      training: { steps: 400 },
    });
    expect(kinds(diagnosis)).toEqual(['dead-layer', 'stuck']);
    expect(only(diagnosis, 'dead-layer')).toMatchObject({ step: 1, layer: 'activation1', numbers: { layers: 2 } });
    const found = only(diagnosis, 'stuck');
    expect(found.numbers['constantLoss']).toBeCloseTo(Math.log(10), 6);
    expect(found.numbers['lowestLoss']).toBeGreaterThan(0.95 * Math.log(10));
    expect(found.remedy).toContain('dead layer');
  });

  it('inputs far from 0 and batch normalization: running means that lag', async () => {
    const { run, diagnosis } = await train({
      data: { scaling: { method: 'affine', factor: 1, shift: 10 } },
      model: { ...RELU, normalization: { type: 'batch' } },
      optimizer: { type: 'sgd', learningRate: 0.1 },
      training: { steps: 600 },
    });
    const found = only(diagnosis, 'train-eval-gap');
    expect(found).toMatchObject({ layer: 'norm1', severity: 'bad' });
    expect(found.numbers['running']).toBe(run.summary['validation.accuracy']);
    expect(found.numbers['precise']! - found.numbers['running']!).toBeGreaterThan(0.2);
    // Far above what batches of 60 scatter by.
    expect(found.numbers['z']).toBeGreaterThan(3 * found.numbers['scatter']!);
    expect(found.remedy).toContain('Recompute the statistics');
  });

  it('a momentum that is too low for the run: what is left of the initial statistics', async () => {
    const { diagnosis } = await train({
      model: { hidden: [100, 100, 100], normalization: { type: 'batch', momentum: 0.001 } },
      optimizer: { type: 'sgd', learningRate: 0.3 },
      training: { steps: 300 },
    });
    const found = only(diagnosis, 'train-eval-gap');
    expect(found.numbers['initialWeight']).toBeCloseTo(0.999 ** 300, 12);
    expect(found.text).toContain('initial running statistics still weigh 74\u202f%');
    expect(found.remedy).toContain('Raise the momentum of normalization above 0.001 (Keras: 0.999)');
  });

  it('overfitting on few samples: from which step, by how much', async () => {
    const { diagnosis } = await train({
      data: { split: { train: 0.02, validation: 0.2, test: 0.78 } },
      model: { ...RELU, hidden: [200, 200], normalization: NONE },
      optimizer: { type: 'sgd', learningRate: 0.1 },
      training: { steps: 3000, batchSize: 20 },
    });
    expect(kinds(diagnosis)).toEqual(['overfitting']);
    const { numbers, step, text } = diagnosis.findings[0]!;
    expect(step).toBeLessThan(1000);
    expect(numbers['rise']).toBeGreaterThan(0.15);
    expect(numbers['trainingNow']).toBeLessThan(numbers['trainingThen']!);
    expect(numbers['trainingSamples']).toBe(200);
    expect(text).toContain('The validation accuracy goes from');
    expect(numbers['lastAccuracy']).toBeGreaterThan(0.5);
  });

  it('saturated from the start', async () => {
    const { diagnosis } = await train({
      model: {
        hidden: [50],
        activation: 'tanh',
        normalization: NONE,
        initializer: { type: 'lecun-normal', factor: 40 },
      },
      optimizer: { type: 'sgd', learningRate: 0.01 },
      training: { steps: 200 },
    });
    const found = only(diagnosis, 'saturated-layer');
    expect(found).toMatchObject({ step: 1, layer: 'activation1' });
    expect(found.numbers['share']).toBeGreaterThan(0.8);
    expect(found.numbers['point']).toBeCloseTo(2.0923, 4);
  });

  it('batches of two', async () => {
    const { diagnosis } = await train({
      model: { hidden: [20], normalization: { type: 'batch' } },
      training: { steps: 100, batchSize: 2 },
    });
    expect(only(diagnosis, 'batch-too-small')).toMatchObject({ severity: 'bad', numbers: { values: 2 } });
  });

  it('out of patience', async () => {
    const { run, diagnosis } = await train({
      model: { hidden: [20], normalization: NONE },
      optimizer: { type: 'sgd', learningRate: 1e-9 },
      training: { steps: 1000, earlyStop: { type: 'patience', patience: 2, minimumDelta: 0.1 } },
    });
    expect(run.step).toBe(50);
    expect(kinds(diagnosis)).toEqual(['early-stop']);
    expect(diagnosis.findings[0]).toMatchObject({ severity: 'note', step: 50, numbers: { patience: 2, steps: 1000 } });
  });

  it('a regression that learns nothing', async () => {
    const { diagnosis } = await train({
      data: { dataset: 'sine' },
      model: { hidden: [20], activation: 'tanh', normalization: NONE, initializer: { type: 'normal', std: 0.001 } },
      loss: { type: 'mean-squared-error' },
      optimizer: { type: 'sgd', learningRate: 1e-6 },
      training: { steps: 400, batchSize: 20 },
    });
    expect(kinds(diagnosis)).toEqual(['stuck']);
    expect(diagnosis.findings[0]!.text).toContain('no better than before the first');
  });
});

describe('a run in good health', () => {
  // Networks of convolutions are cut short: a run of few steps has nothing to explain.
  it.each(PRESETS.map(({ name, spec }) => [name, spec] as const))('%s: nothing is said', async (_, spec) => {
    const steps = spec.model.kind === 'mlp' ? spec.training.steps : 20;
    const { diagnosis } = await train({ ...spec, training: { ...spec.training, steps } });
    expect(diagnosis.findings).toEqual([]);
  });

  it.each([1, 5, 40])('%i steps: nothing is said', async (steps) => {
    for (const type of ['batch', 'none'] as const) {
      const { diagnosis } = await train({ model: { normalization: { type } }, training: { steps } });
      expect(diagnosis.findings).toEqual([]);
    }
  });

  it('a regression that learns', async () => {
    const { diagnosis } = await train({
      data: { dataset: 'sine' },
      model: { hidden: [32, 32], activation: 'tanh', normalization: NONE },
      loss: { type: 'mean-squared-error' },
      optimizer: { type: 'adam', learningRate: 0.01 },
      training: { steps: 1000, batchSize: 20 },
    });
    expect(diagnosis.findings).toEqual([]);
  });
});

it('reads what probes measured', async () => {
  const { run, diagnosis } = await train({
    data: { dataset: 'ring-and-disc', scaling: { method: 'affine', factor: 1, shift: 20 } },
    model: { hidden: [16], activation: 'relu', normalization: { type: 'batch', momentum: 0.002 } },
    training: { steps: 200, batchSize: 20 },
    probes: [{ type: 'normalization', at: ['end'] }],
  });
  const [row] = workbench.probes.list(run.id);
  expect(only(diagnosis, 'population-gap')).toMatchObject({
    layer: 'norm1',
    figure: 'probes',
    severity: 'bad',
    numbers: { z: row!.numbers['norm1/median z'] },
  });
});
