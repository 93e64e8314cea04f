import { describe, expect, it } from 'vitest';
import { RunSpec, type RunSpecInput } from '../../../../engine/spec/schema.ts';
import { trapsOf, type DataFacts } from '../../../../engine/spec/traps.ts';

const facts: DataFacts = { shape: [28, 28], outputs: 10, trainingSamples: 8000, inputs: { mean: 0.1, deviation: 0.3 } };
const paths = (input: RunSpecInput, known: DataFacts | null = facts): string[] =>
  trapsOf(RunSpec.parse(input), known).map(({ path }) => path);

describe('traps', () => {
  it('are none in the defaults', () => {
    expect(paths({})).toEqual([]);
    expect(paths({}, null)).toEqual([]);
  });

  it.each<[string, RunSpecInput, string, DataFacts | null]>([
    ['two samples a batch', { training: { batchSize: 2 } }, 'training.batchSize', null],
    ['few samples a batch', { training: { batchSize: 4 } }, 'training.batchSize', facts],
    [
      'a last batch of one sample',
      { training: { batchSize: 7, batching: { type: 'shuffled', dropLast: false } } },
      'training.batching.dropLast',
      { ...facts, trainingSamples: 8002 },
    ],
    ['sorted batches', { training: { batching: { type: 'class-sorted' } } }, 'training.batching.type', facts],
    [
      'momentum read the wrong way round',
      { model: { normalization: { type: 'batch', momentum: 0.99 } } },
      'model.normalization.momentum',
      facts,
    ],
    [
      'running statistics slower than the run',
      { model: { normalization: { type: 'batch', momentum: 0.001 } } },
      'model.normalization.momentum',
      facts,
    ],
    ['inputs far from zero', {}, 'model.normalization.momentum', { ...facts, inputs: { mean: 10, deviation: 0.3 } }],
    ['decay of gamma', { optimizer: { type: 'sgd', weightDecay: 0.1 } }, 'optimizer.decayNormalization', facts],
    [
      'groups of one value',
      { model: { hidden: [8], normalization: { type: 'group', groups: 8 } } },
      'model.normalization.groups',
      facts,
    ],
  ])('%s', (_title, input, path, known) => {
    expect(paths(input, known)).toContain(path);
  });

  it('leave convolutions alone, where every position counts', () => {
    expect(paths({ model: { kind: 'cnn' }, training: { batchSize: 2 } })).toEqual([]);
  });
});
