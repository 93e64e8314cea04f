/** Figures of real records: a small network is trained, and the engine takes every probe of it. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { ProbeRow } from '../../../../../app/contract/probes.ts';
import { createReferenceKernels } from '../../../../../engine/kernels/reference.ts';
import type { ProbeRecord } from '../../../../../engine/probes/record.ts';
import { runProbe } from '../../../../../engine/probes/run-probe.ts';
import { createSubject } from '../../../../../engine/probes/subject.ts';
import { Probe, PROBE_TYPES, type ProbeType } from '../../../../../engine/spec/schema.ts';
import { rangeOf } from '../../../../../renderer/charts/panel.ts';
import { panelSummary, panelTable } from '../../../../../renderer/charts/panel-table.ts';
import { figuresOf } from '../../../../../renderer/pages/run/probes/figures/all.ts';
import { layersWith, type Measured } from '../../../../../renderer/pages/run/probes/figures/figure.ts';
import { keyNumbers } from '../../../../../renderer/pages/run/probes/key-numbers.ts';
import { snapshotAt, undisturbed } from '../../../../support/probes.ts';
import { clusters } from '../../../../support/small-dataset.ts';

const snapshot = snapshotAt(
  5,
  {
    model: { hidden: [6, 5], activation: 'relu', normalization: { type: 'batch' } },
    training: { steps: 5, batchSize: 10 },
  },
  clusters(),
);
const names = createSubject(createReferenceKernels(), snapshot, 2).plans.map(({ name }) => name);

const row = ({ samples, arrays, ...rest }: ProbeRecord): ProbeRow => ({
  ...{ ...rest, id: 1, runId: 'run', part: samples.part, samples: samples.rows.length, createdAt: 1 },
  arrays: arrays.map(({ name, shape, axes }) => ({ name, shape, axes })),
});

const measured = new Map<ProbeType, Measured>();
beforeAll(async () => {
  for (const type of PROBE_TYPES) {
    const probe = Probe.parse({ type, at: [5], ...(type === 'landscape' ? { grid: 5 } : {}) });
    const record = await runProbe(snapshot, probe, undisturbed);
    measured.set(type, {
      record: row(record),
      arrays: new Map(record.arrays.map((array) => [array.name, array])),
      layers: names,
    });
  }
});

const of = (type: ProbeType) => figuresOf(measured.get(type)!);
const panelOf = (type: ProbeType, figure: string, panel: string) =>
  of(type)
    .find(({ key }) => key === figure)!
    .panels.find(({ key }) => key === panel)!;

describe.each(PROBE_TYPES)('figures of %s', (type) => {
  test('show finite numbers, each panel with a key of its own', () => {
    const figures = of(type);
    expect(figures.length).toBeGreaterThan(0);
    for (const { panels } of figures) {
      expect(new Set(panels.map(({ key }) => key)).size).toBe(panels.length);
      expect(panelTable(panels).rows).toBeGreaterThan(0);
      expect(panelSummary(panels)).not.toContain('NaN');
    }
  });

  test('are built from numbers that are not finite too', () => {
    const { record, arrays } = measured.get(type)!;
    const broken: Measured = {
      record: { ...record, numbers: Object.fromEntries(Object.keys(record.numbers).map((name) => [name, NaN])) },
      arrays: new Map([...arrays].map(([name, array]) => [name, { ...array, data: array.data.map(() => NaN) }])),
      layers: names,
    };
    for (const { panels } of figuresOf(broken))
      for (const panel of panels)
        for (const along of ['x', 'y'] as const) {
          const { low, high } = rangeOf([panel], along);
          expect(high).toBeGreaterThan(low);
        }
    expect(keyNumbers(broken.record).rows.every(({ name }) => name !== '')).toBe(true);
  });

  test('are none where the record has a problem', () => {
    const { record, ...rest } = measured.get(type)!;
    expect(figuresOf({ ...rest, record: { ...record, problem: 'no', numbers: {}, arrays: [] } })).toEqual([]);
  });
});

test('the histogram of each activation holds all of its inputs', () => {
  for (const layer of ['activation1', 'activation2']) {
    const [bars] = panelOf('activations', 'inputs', layer).marks;
    expect(bars).toMatchObject({ kind: 'bars' });
    if (bars?.kind === 'bars') expect([...bars.heights].reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
  }
});

test('layers stand in the order of the network, whatever the order of the numbers', () => {
  expect(panelOf('gradients', 'norms', 'activations').x.categories).toEqual(['activation1', 'activation2']);
  expect(panelOf('gradients', 'norms', 'parameters').x.categories).toEqual([
    ...['dense1', 'norm1', 'dense2', 'norm2', 'dense3'],
  ]);
});

test('the gap has its warning levels, and scores have a bar for each kind of statistics', () => {
  const rules = panelOf('normalization', 'gap', 'z').marks.flatMap((mark) => (mark.kind === 'rule' ? [mark.at] : []));
  expect(rules).toEqual([0.1, 0.3]);
  const { numbers } = measured.get('normalization')!.record;
  expect(panelOf('normalization', 'scores', 'accuracy').marks[0]).toMatchObject({
    values: [numbers['running/accuracy'], numbers['batch/accuracy'], numbers['precise/accuracy']],
  });
});

test('the plane of losses has the loss of the line in its middle column', () => {
  const [line, plane] = ['line', 'plane'].map((key) => panelOf('landscape', 'slices', key).marks[0]);
  if (line?.kind !== 'line' || plane?.kind !== 'grid') throw new Error('other marks');
  expect(Array.from(line.y)).toEqual([0, 1, 2, 3, 4].map((i) => plane.values[i * 5 + 2]));
});

test('layers inside of blocks are layers, parameters are none', () => {
  const record = {
    ...measured.get('gradients')!.record,
    numbers: { 'block1.conv1/weight norm': 1, 'conv1/weight norm': 2, 'block1.conv1.weight/weight norm': 3 },
  };
  expect(layersWith({ record, arrays: new Map(), layers: ['conv1', 'block1.conv1'] }, 'weight norm')).toEqual([
    ...['conv1', 'block1.conv1'],
  ]);
});
