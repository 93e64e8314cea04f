import { describe, expect, it } from 'vitest';
import { describeIssues, nearest, parseRunSpec, setPath } from '../../../../engine/spec/parse.ts';

const messages = (input: unknown): string => {
  const parsed = parseRunSpec(input);
  return parsed.ok ? '' : describeIssues(parsed.issues);
};

describe('parseRunSpec', () => {
  it('fills in every default', () => {
    const parsed = parseRunSpec({});
    expect(parsed.ok && parsed.spec.model.normalization).toMatchObject({ type: 'batch', momentum: 0.1, eps: 1e-5 });
  });

  it.each([
    [{ training: { batchsize: 2 } }, 'training.batchsize is not a field of a run; did you mean training.batchSize?'],
    [{ model: { activation: 'sigmoidd' } }, 'model.activation is "sigmoidd"; did you mean sigmoid?'],
    [{ model: { normalization: { type: 'bach' } } }, 'model.normalization.type is "bach"; did you mean batch?'],
    [{ model: { normalization: { type: 'batch', epz: 1 } } }, 'did you mean model.normalization.eps?'],
    [{ optimizer: { type: 'sgd', learningRate: -1 } }, 'optimizer.learningRate is -1; it must be more than 0'],
    [{ training: { steps: 1.5 } }, 'training.steps is 1.5; it must be a whole number'],
    [{ data: { split: { train: 0.9 } } }, 'data.split.train the three shares add up to 1.1; they must add up to 1'],
    [{ probes: [{ type: 'landscape', grid: 20 }] }, 'probes.0.grid is 20; it must be odd, so that'],
    [{ probes: [{ type: 'landscape', from: 1 }] }, 'probes.0.to is 0.4; it must be more than from, which is 1'],
    [{ probes: [{ type: 'gradients', at: ['last'] }] }, 'probes.0.at.0 is "last"; it must be a number, or "end"'],
    [{ probes: [{ type: 'gradients', at: [-1] }] }, 'probes.0.at.0 is -1; it must be at least 0'],
    [{ probes: [{ type: 'gradients', at: [] }] }, 'probes.0.at is []; it must have at least 1 item'],
    [
      { training: { steps: 100 }, probes: [{ type: 'gradients' }, { type: 'hessian', at: [0, 101] }] },
      'probes.1.at.1 is 101, but training.steps is 100; use 100 or less, or "end"',
    ],
    [
      { probes: [{ type: 'gradients', at: ['end', 0, 'end'] }] },
      'probes.0.at.2 is "end", where this probe is taken already',
    ],
    [
      {
        probes: [
          { type: 'activations', at: [0] },
          { type: 'activations', samples: 1000, at: [1, 0] },
        ],
      },
      'probes.1.at.1 is 0, where probes.0 measures the same; change a step or an option, or remove one',
    ],
    [
      { probes: [{ type: 'gradients' }, { type: 'landscape', grit: 3 }] },
      'probes.1.grit is not a field of a run; did you mean probes.1.grid?',
    ],
    [{ seed: -1 }, 'seed is -1; it must be at least 0'],
    [4, 'is 4; it must be a group of fields'],
  ])('explains %j', (input, message) => {
    expect(messages(input)).toContain(message);
  });

  it('takes probes at every step that there is, and the same one with other options', () => {
    const probes = [
      { type: 'activations', at: [0, 100, 'end'] },
      { type: 'activations', at: [0], samples: 500 },
      { type: 'gradients', at: [0] },
    ];
    expect(messages({ training: { steps: 100 }, probes })).toBe('');
  });

  it('refuses a batch of one under batch normalization, with the reason and the remedy', () => {
    expect(messages({ training: { batchSize: 1 } })).toMatch(
      /training\.batchSize is 1.*every standardized value is 0.*Use 2 or more/,
    );
    expect(messages({ training: { batchSize: 1 }, model: { normalization: { type: 'none' } } })).toBe('');
  });
});

describe('setPath', () => {
  it('sets nested fields without touching the input', () => {
    const input = { optimizer: { type: 'sgd', momentum: 0.9 } };
    expect(setPath(input, 'optimizer.learningRate', '0.1')).toEqual({
      optimizer: { type: 'sgd', momentum: 0.9, learningRate: 0.1 },
    });
    expect(input).toEqual({ optimizer: { type: 'sgd', momentum: 0.9 } });
  });

  it('reads numbers, lists and text, and keeps lists lists', () => {
    expect(setPath({}, 'model.hidden', '[50,20]')).toEqual({ model: { hidden: [50, 20] } });
    expect(setPath({ model: { hidden: [1, 2] } }, 'model.hidden.0', '50')).toEqual({ model: { hidden: [50, 2] } });
    expect(setPath({}, 'data.dataset', 'mnist-10k')).toEqual({ data: { dataset: 'mnist-10k' } });
  });

  it('sets a field of a choice that was given by its name alone', () => {
    const named = setPath({}, 'data.scaling', 'affine');
    expect(setPath(named, 'data.scaling.factor', '2')).toEqual({ data: { scaling: { method: 'affine', factor: 2 } } });
  });

  it('drops the fields of the old variant when the variant changes, and only then', () => {
    const batch = { model: { normalization: { type: 'batch', eps: 1 } } };
    expect(setPath(batch, 'model.normalization.type', 'affine')).toEqual({
      model: { normalization: { type: 'affine' } },
    });
    expect(setPath(batch, 'model.normalization.type', 'batch')).toEqual(batch);
  });
});

describe('nearest', () => {
  it('finds slips and stays silent about strangers', () => {
    expect(nearest('rellu-bn', ['relu-bn', 'tanh'])).toBe('relu-bn');
    expect(nearest('Digits', ['digits'])).toBe('digits');
    expect(nearest('bananas', ['relu-bn', 'tanh'])).toBeNull();
    expect(nearest('x', [])).toBeNull();
  });
});
