/** Figures of real records: a small network is trained, and the engine takes every probe of it. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { ProbeRow } from '../../../../app/contract/probes.ts';
import { createReferenceKernels } from '../../../../engine/kernels/reference.ts';
import type { ProbeRecord } from '../../../../engine/probes/record.ts';
import { runProbe } from '../../../../engine/probes/run-probe.ts';
import { createSubject } from '../../../../engine/probes/subject.ts';
import { Probe, PROBE_TYPES, type ProbeType } from '../../../../engine/spec/schema.ts';
import { extentOf } from '../../../../app/view/extents.ts';
import { legendOf } from '../../../../app/view/figure.ts';
import { figureSummary, figureTable } from '../../../../app/view/figure-table.ts';
import { probeFigures } from '../../../../app/view/figures/probes/all.ts';
import { layersWith, type Measured } from '../../../../app/view/figures/probes/measured.ts';
import { styleAt } from '../../../../app/view/styles.ts';
import { keyNumbers } from '../../../../renderer/pages/run/probes/key-numbers.ts';
import { snapshotAt, undisturbed } from '../../../support/probes.ts';
import { clusters } from '../../../support/small-dataset.ts';

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

interface Taken extends Measured {
  record: ProbeRow;
  arrays: Map<string, ProbeRecord['arrays'][number]>;
}
const measured = new Map<ProbeType, Taken>();
beforeAll(async () => {
  for (const type of PROBE_TYPES) {
    const probe = Probe.parse({ type, at: [5], ...(type === 'landscape' ? { grid: 5 } : {}) });
    const record = await runProbe(snapshot, probe, undisturbed);
    measured.set(type, {
      ...{ label: 'one', style: styleAt(3), record: row(record), layers: names },
      arrays: new Map(record.arrays.map((array) => [array.name, array])),
      array: (name) => record.arrays.find((array) => array.name === name)?.data,
    });
  }
});

const of = (type: ProbeType) => probeFigures([measured.get(type)!]);
const panelOf = (type: ProbeType, figure: string, panel: string) =>
  of(type)
    .find(({ key }) => key === figure)!
    .panels.find(({ key }) => key === panel)!;

describe.each(PROBE_TYPES)('figures of %s', (type) => {
  test('show finite numbers, each panel with a key of its own', () => {
    const figures = of(type);
    expect(figures.length).toBeGreaterThan(0);
    for (const figure of figures) {
      const { panels } = figure;
      expect(new Set(panels.map(({ key }) => key)).size).toBe(panels.length);
      expect(figureTable(figure).rows).toBeGreaterThan(0);
      expect(figureSummary(figure)).not.toContain('NaN');
    }
  });

  test('are built from numbers that are not finite too', () => {
    const { record, arrays, ...rest } = measured.get(type)!;
    const broken: Measured = {
      ...rest,
      record: { ...record, numbers: Object.fromEntries(Object.keys(record.numbers).map((name) => [name, NaN])) },
      array: (name) => arrays.get(name)?.data.map(() => NaN),
    };
    for (const { panels } of probeFigures([broken]))
      for (const panel of panels)
        for (const along of ['x', 'y'] as const) {
          const { low, high } = extentOf([panel], along);
          expect(high).toBeGreaterThan(low);
        }
    expect(keyNumbers(broken.record as ProbeRow).rows.every(({ name }) => name !== '')).toBe(true);
  });

  test('are none where the record has a problem', () => {
    const { record, ...rest } = measured.get(type)!;
    expect(probeFigures([{ ...rest, record: { ...record, problem: 'no', numbers: {}, arrays: [] } }])).toEqual([]);
  });
});

test.each(PROBE_TYPES)('%s of several runs: a line a run, in its own style, named once', (type) => {
  const one = measured.get(type)!;
  const other: Measured = { ...one, label: 'other', style: styleAt(5) };
  const figures = probeFigures([one, other]);
  expect(figures.length).toBeGreaterThan(0);
  for (const figure of figures) {
    expect(new Set(figure.panels.map(({ key }) => key)).size).toBe(figure.panels.length);
    for (const { label, style } of legendOf(figure)) expect(style).toEqual(styleAt(label.startsWith('one') ? 3 : 5));
    for (const { marks } of figure.panels)
      for (const mark of marks) if ('style' in mark) expect([styleAt(3), styleAt(5)]).toContainEqual(mark.style);
  }
  expect(figures.some((figure) => legendOf(figure).length > 1)).toBe(true);
});

test('the histogram of each activation holds all of its inputs', () => {
  for (const layer of ['activation1', 'activation2']) {
    const [bars] = panelOf('activations', 'inputs', layer).marks;
    expect(bars).toMatchObject({ kind: 'bars' });
    if (bars?.kind === 'bars') expect(Array.from(bars.heights).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
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
  expect(layersWith({ record, layers: ['conv1', 'block1.conv1'] }, 'weight norm')).toEqual([
    ...['conv1', 'block1.conv1'],
  ]);
});
