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
    [
      'layer normalization of two units',
      { model: { hidden: [8, 2], normalization: { type: 'layer' } } },
      'model.normalization.type',
      facts,
    ],
    [
      'instance normalization of two positions',
      { model: { kind: 'cnn', channels: [4], normalization: { type: 'instance' } } },
      'model.normalization.type',
      { ...facts, shape: [1, 1, 2] },
    ],
    [
      'RMS normalization of one unit',
      { model: { hidden: [8, 1], normalization: { type: 'rms' } } },
      'model.normalization.type',
      facts,
    ],
    [
      'filter response normalization of dense layers',
      { model: { normalization: { type: 'filter-response' } } },
      'model.normalization.eps',
      facts,
    ],
    [
      'switchable normalization of dense layers',
      { model: { normalization: { type: 'switchable' } } },
      'model.normalization.type',
      facts,
    ],
  ])('%s', (_title, input, path, known) => {
    expect(paths(input, known)).toContain(path);
  });

  it('leave convolutions alone, where every position counts', () => {
    expect(paths({ model: { kind: 'cnn' }, training: { batchSize: 2 } })).toEqual([]);
  });

  it.each<[string, RunSpecInput]>([
    ['layer normalization', { model: { normalization: { type: 'layer' } } }],
    ['groups of many values', { model: { normalization: { type: 'group' } } }],
    ['RMS normalization', { model: { normalization: { type: 'rms' } } }],
    ['a larger epsilon', { model: { normalization: { type: 'filter-response', eps: 0.1 } } }],
    ['filter response normalization of images', { model: { kind: 'cnn', normalization: { type: 'filter-response' } } }],
    ['instance normalization of images', { model: { kind: 'cnn', normalization: { type: 'instance' } } }],
    ['switchable normalization of images', { model: { kind: 'cnn', normalization: { type: 'switchable' } } }],
  ])('say nothing of %s', (_title, input) => {
    expect(paths(input)).toEqual([]);
  });
});
