import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareMetricNames,
  CURVES,
  DECISIVE,
  metricOf,
  METRICS,
  parseProbeMetric,
  preactivationName,
  PREACTIVATION_PERCENTS,
  probeMetricName,
  withStatistics,
} from '../../../engine/metrics.ts';
import { loadKernels } from '../../../engine/kernels/load.ts';
import { RunSpec } from '../../../engine/spec/schema.ts';
import { createTraining, type Ending } from '../../../engine/train.ts';
import { clusters } from '../../support/small-dataset.ts';

describe('metrics', () => {
  it('have a name each, under which they are found', () => {
    expect(new Set(METRICS.map(({ name }) => name)).size).toBe(METRICS.length);
    for (const metric of METRICS) expect(metricOf(metric.name)).toBe(metric);
  });

  it('say which way is better, and what they count', () => {
    const of = (name: string) => [metricOf(name).better, metricOf(name).unit];
    expect(of('best.validation.accuracy')).toEqual(['higher', 'share']);
    expect(of('test.accuracy.precise')).toEqual(['higher', 'share']);
    expect(of('validation.loss.batch')).toEqual(['lower', null]);
    expect(of('gradient.norm')).toEqual([null, null]);
    expect(of('norm.skipped.batches')).toEqual(['lower', 'count']);
  });

  it('say how often they are recorded', () => {
    const recorded = (name: string) => metricOf(name).recorded;
    expect(['train.loss', 'gradient.norm', preactivationName('activation1', 50)].map(recorded)).toEqual(
      Array(3).fill('step'),
    );
    expect(['validation.loss', 'validation.accuracy.precise'].map(recorded)).toEqual(Array(2).fill('evaluation'));
    expect(['test.loss', 'best.validation.loss', 'norm.skipped.batches'].map(recorded)).toEqual(Array(3).fill(null));
  });

  it('of a name that is not known are only a name', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        fc.pre(!METRICS.some((one) => one.name === name) && !name.startsWith('probe.'));
        expect(metricOf(name)).toMatchObject({ name, measure: null, better: null, unit: null, recorded: null });
      }),
    );
    expect(metricOf('best.validation.accuracy.step').better).toBeNull();
  });

  it('stand in the order in which they are read, others last', () => {
    expect(
      ['other', 'train.loss', 'test.loss', 'validation.loss', 'validation.accuracy'].sort(compareMetricNames),
    ).toEqual(['validation.accuracy', 'validation.loss', 'test.loss', 'train.loss', 'other']);
    expect(DECISIVE).toEqual([
      'validation.accuracy',
      'validation.accuracy.batch',
      'validation.loss',
      'validation.loss.batch',
    ]);
    expect(CURVES).toEqual(['validation.accuracy', 'validation.loss', 'train.accuracy', 'train.loss']);
  });

  it('of other statistics are the same otherwise', () => {
    expect(withStatistics(metricOf('best.validation.loss'), 'precise')).toBe('best.validation.loss.precise');
    expect(withStatistics(metricOf('test.loss.batch'), 'running')).toBe('test.loss');
    expect(() => withStatistics(metricOf('gradient.norm'), 'batch')).toThrow(RangeError);
  });
});

describe('percentiles of pre-activations', () => {
  it('name their layer, whatever that is called', () => {
    for (const percent of PREACTIVATION_PERCENTS)
      expect(metricOf(preactivationName('block1/activation', percent)).percentile).toEqual({
        layer: 'block1/activation',
        percent,
      });
    expect(metricOf('preactivation/activation1/p40').percentile).toBeNull();
  });
});

describe('numbers of probes', () => {
  it('are scores where they end in one', () => {
    expect(metricOf('probe.normalization.running/accuracy@end')).toMatchObject({ better: 'higher', unit: 'share' });
    expect(metricOf(probeMetricName('recalibration', 'before/loss')).better).toBe('lower');
    for (const name of ['probe.landscape.loss range', 'probe.hessian.batch/lambda1@100', 'probe.x'])
      expect(metricOf(name)).toMatchObject({ better: null, unit: null, probe: parseProbeMetric(name) });
  });
});

describe('a run', () => {
  it('records nothing but metrics, as often as they say', async () => {
    const spec = RunSpec.parse({
      model: { hidden: [4], normalization: { type: 'batch' } },
      training: { steps: 20, batchSize: 20 },
      evaluation: { every: 10, statistics: ['running', 'batch', 'precise'] },
    });
    const training = createTraining({ spec, dataset: clusters(200, 4), kernels: await loadKernels('reference') });
    let ending: Ending | null = null;
    while (ending === null) ending = training.advance();
    const points = new Map<string, number>();
    for (const event of training.take())
      if (event.type === 'series') points.set(event.name, (points.get(event.name) ?? 0) + event.values.length);
    for (const [name, count] of points) {
      const { recorded, percentile } = metricOf(name);
      if (percentile === null) expect([name, count]).toEqual([name, recorded === 'step' ? 20 : 3]);
      else expect(recorded).toBe('step');
    }
    const series = METRICS.filter(({ recorded }) => recorded !== null).map(({ name }) => name);
    expect([...points.keys()].filter((name) => metricOf(name).percentile === null).sort()).toEqual(series.sort());
    for (const name of Object.keys(ending.summary)) expect(metricOf(name).summary).toBe(true);
  });
});
