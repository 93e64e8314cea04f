/** Probes of the next update on the kernels that training uses, and on networks of every kind. */
import { describe, expect, it } from 'vitest';
import { createReferenceKernels } from '../../../../engine/kernels/reference.ts';
import { probeCovariateShift } from '../../../../engine/probes/covariate-shift/take.ts';
import { probeGradients } from '../../../../engine/probes/gradients/take.ts';
import { probeLandscape } from '../../../../engine/probes/landscape/take.ts';
import { runProbe } from '../../../../engine/probes/run-probe.ts';
import { createSubject } from '../../../../engine/probes/subject.ts';
import { Probe, type ProbeOf, type RunSpecInput } from '../../../../engine/spec/schema.ts';
import { snapshotAt, undisturbed } from '../../../support/probes.ts';
import { clusters, smallImages } from '../../../support/small-dataset.ts';

const gradients = Probe.parse({ type: 'gradients' }) as ProbeOf<'gradients'>;
const landscape = Probe.parse({ type: 'landscape', samples: 40, grid: 3 }) as ProbeOf<'landscape'>;
const shift = Probe.parse({ type: 'covariate-shift', samples: 40 }) as ProbeOf<'covariate-shift'>;

const NETWORKS: { name: string; input: RunSpecInput; images: boolean }[] = [
  {
    name: 'dense, Adam',
    input: { model: { hidden: [8, 7], dropout: 0.5 }, optimizer: { type: 'adam' } },
    images: false,
  },
  {
    name: 'frozen statistics',
    input: { model: { hidden: [8], normalization: { type: 'batch', freezeStatisticsAt: 2 } } },
    images: false,
  },
  {
    name: 'residual',
    input: { model: { kind: 'resnet', width: 3, normalization: { type: 'group', groups: 1 } } },
    images: true,
  },
  {
    name: 'thresholds for activations',
    input: { model: { kind: 'cnn', channels: [3, 4], normalization: { type: 'filter-response' } } },
    images: true,
  },
  { name: 'no hidden layer', input: { model: { hidden: [] }, loss: { type: 'huber' } }, images: false },
];

describe.each(NETWORKS)('on the fast kernels as on the reference: $name', ({ name, input, images }) => {
  const snapshot = snapshotAt(3, { training: { batchSize: 20 }, ...input }, images ? smallImages() : clusters());
  const subject = () => createSubject(createReferenceKernels(), snapshot, 40);
  it.each([
    { probe: gradients, expected: () => probeGradients(subject(), gradients, undisturbed) },
    { probe: landscape, expected: () => probeLandscape(subject(), landscape, undisturbed) },
    { probe: shift, expected: () => probeCovariateShift(subject(), shift, undisturbed) },
  ])('$probe.type', async ({ probe, expected }) => {
    const record = await runProbe(snapshot, probe, undisturbed);
    const { numbers, statistics, samples, arrays } = expected();
    expect(record).toMatchObject({ problem: null, precision: 'float32', step: 3, statistics, samples });
    expect(statistics).toEqual([name === 'frozen statistics' ? 'running' : 'batch']);
    expect(Object.keys(record.numbers)).toEqual(Object.keys(numbers));
    for (const [quantity, value] of Object.entries(numbers)) {
      expect(Number.isFinite(value), quantity).toBe(true);
      const gap = Math.abs(record.numbers[quantity]! - value);
      // Differences of neighbours, shares of 0 and lengths of zeros are rounding errors in float32.
      expect(gap, quantity).toBeLessThan(2e-3 * Math.max(Math.abs(value), 0.01));
    }
    expect(record.arrays.map(({ name: array, shape, axes }) => ({ array, shape, axes }))).toEqual(
      arrays.map(({ name: array, shape, axes }) => ({ array, shape, axes })),
    );
    const names = new Set(arrays.map(({ name: array }) => array));
    expect(names.size).toBe(arrays.length);
    for (const { shape, axes, data } of arrays) {
      expect(data).toHaveLength(shape.reduce((a, b) => a * b, 1));
      expect(axes).toHaveLength(shape.length);
    }
  });
});
