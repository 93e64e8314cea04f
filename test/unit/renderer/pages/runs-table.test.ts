import { describe, expect, it } from 'vitest';
import type { RunRow } from '../../../../app/contract/runs.ts';
import { RunSpec, type RunSpecInput } from '../../../../engine/spec/schema.ts';
import { differingPaths, metricsOf } from '../../../../renderer/pages/runs/columns.ts';
import { chooseColumns, WIDTHS } from '../../../../renderer/pages/runs/layout.ts';
import { filterRuns, sortRuns } from '../../../../renderer/pages/runs/order.ts';
import { fieldTitles, specField, specValue } from '../../../../renderer/state/spec-fields.ts';

const run = (name: string, spec: RunSpecInput = {}, more: Partial<RunRow> = {}): RunRow =>
  ({
    id: name,
    name,
    status: 'completed',
    spec: RunSpec.parse({ name, ...spec }),
    dataset: { name: 'digits', hash: '' },
    summary: {},
    tags: [],
    startedAt: 1,
    trainingMs: 1,
    ...more,
  }) as RunRow;

describe('settings that differ', () => {
  const plain = run('plain', { model: { normalization: { type: 'none' } }, seed: 2 });
  const batch = run('batch', { model: { hidden: [10] } });

  it('are those of the runs, in the order of the spec, the seed last; names do not count', () => {
    expect(differingPaths([plain, batch])).toEqual(['model.hidden', 'model.normalization.type', 'seed']);
    expect(differingPaths([batch])).toEqual([]);
  });

  it('count fields of a variant where they differ among the runs that have them', () => {
    const slow = run('slow', { model: { hidden: [10], normalization: { type: 'batch', momentum: 0.01 } } });
    expect(differingPaths([plain, batch, slow])).toContain('model.normalization.momentum');
  });

  it('carry the titles and words of the form', () => {
    expect(specField('model.normalization.type').title).toBe('Normalization');
    expect(specValue('model.normalization.type', 'batch')).toBe('Batch normalization');
    const probes = [
      { type: 'gradients', at: [0, 'end'] },
      { type: 'recalibration', dataset: null },
    ];
    expect(specValue('probes', probes)).toBe('Gradients: at 0, end; Recalibration: dataset not set');
    expect(specValue('model.layers', [{ type: 'dense', units: 5 }, { type: 'flatten' }])).toBe(
      'dense: units 5; flatten',
    );
    const titles = fieldTitles(['model.normalization.momentum', 'optimizer.momentum']);
    expect([...titles.values()]).toEqual(['Normalization: Momentum', 'Optimizer: Momentum']);
  });
});

describe('columns', () => {
  const settings = ['data.dataset', 'model.hidden', 'model.activation', 'optimizer.learningRate', 'seed'];

  it('never need more room than there is, and use it by importance', () => {
    for (let width = 30; width < 160; width += 3) {
      const {
        metrics,
        settings: shown,
        curve,
        started,
        duration,
        stretch,
      } = chooseColumns(width, settings, ['a', 'b', 'c']);
      const used =
        WIDTHS.select +
        WIDTHS.status +
        WIDTHS.name +
        stretch *
          (metrics.length * WIDTHS.metric +
            shown.length * WIDTHS.setting +
            (curve ? WIDTHS.curve : 0) +
            (started ? WIDTHS.started : 0) +
            (duration ? WIDTHS.duration : 0));
      expect(used).toBeLessThanOrEqual(width + 1e-9);
    }
    expect(chooseColumns(48, settings, ['a']).settings).toEqual(['model.activation']);
    expect(chooseColumns(200, settings, ['a']).settings).toEqual(settings);
  });

  it('show the metrics that there are', () => {
    expect(metricsOf([run('a', {}, { summary: { 'validation.loss': NaN } })])).toEqual(['validation.loss']);
  });
});

describe('filtering and sorting', () => {
  const rows = [
    run('alpha', {}, { tags: ['keep'], summary: { 'validation.loss': 0.5 } }),
    run('beta', {}, { status: 'failed', summary: { 'validation.loss': NaN } }),
    run('gamma', {}, { summary: { 'validation.loss': 0.1 } }),
    run('delta', { optimizer: { type: 'sgd', learningRate: 0.01 } }),
  ];
  const names = (list: readonly RunRow[]): string[] => list.map((row) => row.name);

  it('wants every word somewhere', () => {
    expect(names(filterRuns(rows, { text: 'KEEP digits', status: '', tag: '' }))).toEqual(['alpha']);
    expect(names(filterRuns(rows, { text: '', status: 'failed', tag: '' }))).toEqual(['beta']);
    expect(names(filterRuns(rows, { text: 'alpha failed', status: '', tag: '' }))).toEqual([]);
  });

  it('puts numbers in order and what has none last, both ways', () => {
    const by = (descending: boolean): string[] => names(sortRuns(rows, { key: 'metric:validation.loss', descending }));
    expect(by(false)).toEqual(['gamma', 'alpha', 'beta', 'delta']);
    expect(by(true)).toEqual(['alpha', 'gamma', 'beta', 'delta']);
    expect(names(sortRuns(rows, { key: 'setting:optimizer.learningRate', descending: false }))[0]).toBe('delta');
    expect(sortRuns(rows, null)).toEqual(rows);
  });
});
