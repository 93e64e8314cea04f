/** Numbers of probes by name. */
import { describe, expect, test } from 'vitest';
import { parseProbeMetric } from '../../../engine/metrics.ts';
import { probeNames, probeValue, probeValues } from '../../../app/service/probe-values.ts';
import type { ProbeRow } from '../../../app/contract/probes.ts';
import type { Moment } from '../../../engine/spec/schema.ts';
import { measured } from '../../support/stored-runs.ts';

let ids = 0;
const row = (type: string, at: Moment, step: number, numbers: Record<string, number>): ProbeRow => ({
  ...{ ...measured({ type, at: [at] }, numbers, { step }), part: 'train', samples: 2, arrays: [] },
  ...{ id: ++ids, runId: 'r', createdAt: 1000 },
});
const rows = [
  row('hessian', 'end', 200, { 'batch/lambda1': 3, trace: NaN }),
  row('hessian', 100, 100, { 'batch/lambda1': 2, 'batch/lambda2': 1 }),
  row('hessian', 0, 0, { 'batch/lambda1': 1 }),
  row('gradients', 'end', 200, { 'dense1.weight/update ratio': 0.1 }),
];

test('the type ends at the first dot, the moment begins at the last @', () => {
  expect(parseProbeMetric('validation.loss')).toBeNull();
  expect(parseProbeMetric('probe.gradients.dense1.weight/update ratio')).toEqual({
    ...{ name: 'gradients.dense1.weight/update ratio', moment: null },
  });
  expect(parseProbeMetric('probe.hessian.trace@end')).toEqual({ name: 'hessian.trace', moment: 'end' });
  expect(parseProbeMetric('probe.hessian.trace@0')).toEqual({ name: 'hessian.trace', moment: 0 });
});

describe('the value', () => {
  test('at a step, at the end, and at the last moment that has it', () => {
    expect(probeValue(rows, 'hessian.batch/lambda1', 0)).toBe(1);
    expect(probeValue(rows, 'hessian.batch/lambda1', 'end')).toBe(3);
    expect(probeValue(rows, 'hessian.batch/lambda1')).toBe(3);
    expect(probeValue(rows, 'hessian.batch/lambda2')).toBe(1);
    expect(probeValue(rows, 'hessian.trace')).toBeNaN();
    expect(probeValue(rows, 'hessian.batch/lambda2', 'end')).toBeNull();
    expect(probeValue(rows, 'gradients.batch/lambda1')).toBeNull();
  });

  test('of two with other options is the one that was taken last', () => {
    const later = { ...row('hessian', 'end', 200, { 'batch/lambda1': 4 }), createdAt: 2000 };
    expect(probeValue([later, ...rows], 'hessian.batch/lambda1')).toBe(4);
  });
});

test('a value that no run has is refused with the remedy', () => {
  const refusal = (metric: string): string => {
    try {
      probeValues([rows, []], parseProbeMetric(metric)!);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(probeValues([rows, []], parseProbeMetric('probe.hessian.batch/lambda1@100')!)).toEqual([2, null]);
  expect(refusal('probe.hessian.batch/lambda1@7')).toMatch(/not measured at step 7\. Measured at steps: 0, 100, 200\./);
  expect(refusal('probe.hessian.batch/lamda1')).toMatch(/Did you mean probe\.hessian\.batch\/lambda1\?/);
  expect(refusal('probe.landscape.loss')).toMatch(/Take it with normscope probe <run> --type landscape\./);
  expect(refusal('probe.hessian.nothing like it')).toMatch(/There are probe\.hessian\.batch\/lambda1, /);
  expect(refusal('probe.nothing')).toMatch(/names no probe/);
  expect(probeNames(rows)).toHaveLength(4);
});
