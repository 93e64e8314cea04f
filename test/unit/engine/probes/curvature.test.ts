/** The probe of the Hessian as a whole; its mathematics is tested in ./hessian. */
import { describe, expect, it } from 'vitest';
import { createDualKernels } from '../../../../engine/kernels/dual.ts';
import { probeHessian } from '../../../../engine/probes/hessian/take.ts';
import { ProbeStopped, type ProbeControl } from '../../../../engine/probes/record.ts';
import { runProbe } from '../../../../engine/probes/run-probe.ts';
import { Probe, type ProbeOf, type RunSpecInput } from '../../../../engine/spec/schema.ts';
import { clusters } from '../../../support/small-dataset.ts';
import { snapshotAt, subjectAt, undisturbed } from '../../../support/probes.ts';

const probeOf = (more: Record<string, unknown> = {}) =>
  Probe.parse({ type: 'hessian', samples: 60, ...more }) as ProbeOf<'hessian'>;
const look = (input: RunSpecInput, probe = probeOf(), control: ProbeControl = undisturbed) =>
  probeHessian(
    subjectAt(5, { training: { batchSize: 20 }, ...input }, clusters(), { kernels: createDualKernels() }),
    probe,
    control,
  );
const model: RunSpecInput['model'] = { hidden: [6], activation: 'tanh', normalization: { type: 'batch' } };

describe('the probe of the Hessian', () => {
  it('finds the same largest eigenvalues by iteration as in the whole spectrum', () => {
    const whole = look({ model });
    const sampled = look({ model }, probeOf({ full: 0, vectors: 40 }));
    for (const mode of ['batch', 'running'])
      for (const k of [1, 2, 11]) {
        const name = `${mode}/lambda${k}`;
        expect(sampled.numbers[name]).toBeCloseTo(whole.numbers[name]!, 6);
      }
    expect(whole.statistics).toEqual(['batch', 'running']);
    expect(whole.numbers['batch/lambda1']).not.toBeCloseTo(whole.numbers['running/lambda1']!, 3);
    const { 'batch/trace': trace, 'batch/trace error': error } = sampled.numbers;
    expect(Math.abs(trace! - whole.numbers['batch/trace']!)).toBeLessThan(5 * error! + 1e-9);
    expect(sampled.numbers['batch/converged']).toBe(1);
    const density = sampled.arrays.find(({ name }) => name === 'batch/density')!;
    const grid = sampled.arrays.find(({ name }) => name === density.axes[0])!.data;
    const area = density.data.reduce((sum, value) => sum + value * (grid[1]! - grid[0]!), 0);
    expect(area).toBeCloseTo(1, 2);
  });

  it('knows one Hessian where nothing depends on the batch', () => {
    const { statistics, numbers } = look({ model: { hidden: [6], normalization: { type: 'none' } } });
    expect(statistics).toEqual(['batch']);
    expect(numbers['running/lambda1']).toBeUndefined();
  });

  it('refuses with a reason, and stops between two products', async () => {
    const snapshot = snapshotAt(
      1,
      { model: { hidden: [6], normalization: { type: 'switchable' } }, training: { batchSize: 20 } },
      clusters(),
    );
    expect(await runProbe(snapshot, probeOf(), undisturbed)).toMatchObject({
      problem: expect.stringContaining('switchable'),
      numbers: {},
    });
    let calls = 0;
    const stop: ProbeControl = {
      progress() {
        if (++calls === 3) throw new ProbeStopped('stopped');
      },
    };
    expect(() => look({ model }, probeOf(), stop)).toThrow(ProbeStopped);
    expect(calls).toBe(3);
  });
});
