/** Population statistics, the gap to the running ones and the three scores against PyTorch (make_population_gap.py). */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { computePrecise, createEvaluator } from '../../engine/evaluate.ts';
import { createReferenceKernels } from '../../engine/kernels/reference.ts';
import { hasPopulation } from '../../engine/layers/layer.ts';
import { createLoss } from '../../engine/losses/create.ts';
import { compileModel } from '../../engine/model.ts';
import { gapBetween, populationMoments, runningMoments } from '../../engine/probes/population-gap.ts';
import { stream } from '../../engine/random.ts';
import { planModel } from '../../engine/spec/plan-networks.ts';
import type { NormalizationPlan } from '../../engine/spec/plan.ts';
import { RunSpec } from '../../engine/spec/schema.ts';
import { distance, tensor } from '../support/kernel-sets.ts';
import { lossOf } from '../support/specs.ts';

type Mode = 'running' | 'batch' | 'precise';
const golden = JSON.parse(readFileSync(new URL('population-gap.json', import.meta.url), 'utf8')) as {
  rows: number;
  train: number[];
  x: number[];
  labels: number[];
  /** Parameters and running statistics by name. */
  state: Record<string, number[]>;
  layers: Record<'mean' | 'variance' | 'z' | 'ratio', number[]>[];
  scores: Record<Mode, { loss: number; accuracy: number }>;
};
const [COLUMNS, CLASSES, TOLERANCE] = [5, 3, 1e-9];

it('agrees with PyTorch about the population', () => {
  const kernels = createReferenceKernels();
  const { model: spec } = RunSpec.parse({ model: { hidden: [7, 6], activation: 'tanh' } });
  const capacity = golden.labels.length;
  const streams = { initialization: stream(1, 'initialization') };
  const model = compileModel(kernels, spec, { shape: [COLUMNS], outputs: CLASSES, capacity }, streams);
  for (const { name, value } of model.layers.flatMap((layer) => [...layer.parameters, ...layer.state]))
    if (golden.state[name] !== undefined) value.data.set(golden.state[name]);
  const part = (features: number[], labels: number[]) => ({
    ...{ samples: features.length / COLUMNS, rows: new Int32Array(), features: tensor(kernels, features) },
    ...{ labels: Int32Array.from(labels), targets: new Float32Array() },
  });
  computePrecise(kernels, model, part(golden.train, []), COLUMNS, golden.rows);

  const plans = planModel(spec, [COLUMNS], CLASSES);
  model.layers.filter(hasPopulation).forEach((layer, i) => {
    const plan = plans.find(({ name }) => name === layer.info.name) as NormalizationPlan;
    const expected = golden.layers[i]!;
    const population = populationMoments(layer);
    expect(distance(population.mean, expected.mean)).toBeLessThan(TOLERANCE);
    expect(distance(population.variance, expected.variance)).toBeLessThan(TOLERANCE);
    const [z, ratio] = gapBetween(runningMoments(layer), population, plan).arrays;
    expect(distance(z!.data, expected.z)).toBeLessThan(TOLERANCE);
    expect(distance(ratio!.data, expected.ratio)).toBeLessThan(TOLERANCE);
  });
  const loss = createLoss(kernels, lossOf('cross-entropy'), CLASSES, capacity);
  const evaluator = createEvaluator(kernels, model, loss, part(golden.x, golden.labels), COLUMNS, capacity);
  for (const mode of ['running', 'batch', 'precise'] as const) {
    const { loss: value, accuracy } = evaluator.score(mode);
    expect(value, mode).toBeCloseTo(golden.scores[mode].loss, 10);
    expect(accuracy, mode).toBeCloseTo(golden.scores[mode].accuracy, 12);
  }
});
