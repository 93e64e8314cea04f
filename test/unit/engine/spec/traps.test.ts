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
    [
      'ghost batches of two samples',
      { model: { normalization: { type: 'ghost-batch', size: 2 } }, training: { batchSize: 64 } },
      'model.normalization.size',
      facts,
    ],
    [
      'ghost batches of two samples of the whole split',
      { model: { normalization: { type: 'ghost-batch', size: 2 } }, training: { batching: { type: 'full' } } },
      'model.normalization.size',
      facts,
    ],
    [
      'a rest of two samples beside ghost batches',
      { model: { normalization: { type: 'ghost-batch', size: 32 } }, training: { batchSize: 66 } },
      'training.batchSize',
      facts,
    ],
    [
      'renormalization of two samples',
      { model: { normalization: { type: 'batch-renorm' } }, training: { batchSize: 2 } },
      'training.batchSize',
      facts,
    ],
    [
      'whitening more channels than there are samples',
      { model: { normalization: { type: 'decorrelated-batch', groupSize: 16 } }, training: { batchSize: 12 } },
      'training.batchSize',
      facts,
    ],
    [
      'statistics that are frozen before they forgot their first values',
      { model: { normalization: { type: 'batch', freezeStatisticsAt: 5 } } },
      'model.normalization.momentum',
      facts,
    ],
    [
      'decay of weights whose length does not count',
      {
        model: { normalization: { type: 'layer' } },
        optimizer: { type: 'sgd', weightDecay: 0.1, decayNormalization: false },
      },
      'optimizer.weightDecay',
      facts,
    ],
    [
      'decay of weights below what learns nothing',
      {
        model: { normalization: { type: 'batch', scale: false, center: false } },
        optimizer: { type: 'sgd', weightDecay: 0.1 },
      },
      'optimizer.weightDecay',
      facts,
    ],
    [
      'decay of the gamma of filter response normalization',
      {
        model: { normalization: { type: 'filter-response', eps: 0.1 } },
        optimizer: { type: 'sgd', weightDecay: 0.1 },
      },
      'optimizer.decayNormalization',
      facts,
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

  it('take two samples under decorrelation for what they are', () => {
    const spec = RunSpec.parse({
      model: { normalization: { type: 'decorrelated-batch', groupSize: 4 } },
      training: { batchSize: 2 },
    });
    expect(trapsOf(spec, facts).map(({ message }) => message)).toEqual([expect.stringContaining('no full rank')]);
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
    ['ghost batches of many values', { model: { kind: 'cnn', normalization: { type: 'ghost-batch', size: 2 } } }],
    [
      'ghost batches that move running statistics often',
      { model: { normalization: { type: 'ghost-batch', momentum: 0.01 } }, training: { steps: 250, batchSize: 64 } },
    ],
    [
      'renormalization of few samples, which it is made for',
      { model: { normalization: { type: 'batch-renorm' } }, training: { batchSize: 4 } },
    ],
    [
      'decay of weights that renormalization corrects',
      {
        model: { normalization: { type: 'batch-renorm' } },
        optimizer: { type: 'sgd', weightDecay: 0.1, decayNormalization: false },
      },
    ],
    [
      'batch normalization where no layer has it',
      { model: { hidden: [] }, training: { batchSize: 1, batching: { type: 'class-sorted' } } },
    ],
    [
      'a rest of one image, whose positions are enough',
      { model: { kind: 'cnn' }, training: { batchSize: 3, batching: { type: 'shuffled', dropLast: false } } },
    ],
    ['switchable normalization of images', { model: { kind: 'cnn', normalization: { type: 'switchable' } } }],
  ])('say nothing of %s', (_title, input) => {
    expect(paths(input)).toEqual([]);
  });
});
