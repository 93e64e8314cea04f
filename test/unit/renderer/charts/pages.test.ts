/** The pure parts of the run and compare pages: what is said and how it is arranged. */
import { describe, expect, it } from 'vitest';
import { deltaText, isMain } from '../../../../renderer/pages/compare/metric-columns.ts';
import { differenceSentence } from '../../../../renderer/pages/compare/norm-difference.ts';
import { metricGrid } from '../../../../renderer/pages/run/metric-grid.ts';

describe('metrics', () => {
  it('puts the three kinds of statistics of one metric side by side', () => {
    const grid = metricGrid({
      'validation.accuracy': 0.9,
      'validation.accuracy.batch': 0.8,
      'test.accuracy.precise': 0.7,
      'best.validation.accuracy': 0.95,
      'train.loss': 0.1,
      'gradient.norm': NaN,
    });
    expect(grid.rows.map((row) => row.metric.name)).toEqual([
      'validation.accuracy',
      'best.validation.accuracy',
      'test.accuracy',
      'train.loss',
    ]);
    expect(grid.rows[0]!.values.batch?.value).toBe(0.8);
    expect(grid.rows[2]!.values.running).toBeUndefined();
    expect(grid.columns).toEqual(['running', 'batch', 'precise']);
    expect(grid.others).toEqual([{ name: 'gradient.norm', value: NaN }]);
  });

  it('shows at first what a deployed network does', () => {
    const names = [
      'validation.accuracy',
      'best.validation.loss',
      'test.loss',
      'validation.accuracy.batch',
      'train.loss',
    ];
    expect(names.filter(isMain)).toEqual(names.slice(0, 3));
  });

  it('tells differences of accuracies in percentage points, and none of what is not finite', () => {
    expect(deltaText('validation.accuracy', 0.93, 0.9)).toBe('+3.00 pp');
    expect(deltaText('validation.loss', 0.2, 0.5)).toBe('−0.3');
    expect(deltaText('validation.loss', 0.5, 0.5)).toBe('as reference');
    expect(deltaText('validation.loss', NaN, 0.5)).toBe('');
    expect(deltaText('validation.loss', null, 0.5)).toBe('');
  });
});

it('says how two layers differ, and that a record is of another step', () => {
  const side = (name: string, step: number, values: number[]) => ({
    name,
    records: { channels: values.length, steps: Float64Array.from([step]), values: Float64Array.from(values) },
  });
  const text = differenceSentence(
    [side('A', 100, [1, 2, 3]), side('B', 90, [10, 20, 30])],
    'Batch variance',
    'norm1',
    100,
  );
  expect(text).toContain('the median batch variance of norm1 is 2 in A and 20 in B');
  expect(text).toContain('10 times as much in B');
  expect(text).toContain('B was recorded at step 90');
});
