/** What probes measured, in files for other programs: everything comes back, also what is no number. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createReportService } from '../../../../app/service/reports/service.ts';
import type { ExportFormat } from '../../../../app/contract/exports.ts';
import { finished, measured, storedRuns } from '../../../support/stored-runs.ts';
import type { StoredRuns } from '../../../support/stored-runs.ts';
import { probeRecords } from '../../../support/probe-records.ts';

let stored: StoredRuns;
let id: string;
let other: string;
const text = (refs: string[], format: ExportFormat): string =>
  [...(createReportService(stored, { version: '1' }).export(refs, format).content as Iterable<string>)].join('');

const plane = Float64Array.of(0.1, -Infinity, NaN, 1 / 3, 5e-324, 6);
beforeAll(() => {
  stored = storedRuns();
  id = stored.add({ name: 'one, "two"', seed: 3 }, [finished()]);
  other = stored.add({ name: 'no probes' }, [finished()]);
  stored.measure(id, {
    ...measured(
      { type: 'landscape', at: [7], radius: 0.5 },
      { loss: NaN, 'loss, range': 1 / 3 },
      {
        step: 7,
        arrays: [
          { name: 'offsets', shape: [2], axes: ['offset'], data: Float64Array.of(-0.5, 0.5) },
          { name: 'plane', shape: [2, 3], axes: ['offsets', 'unit'], data: plane },
          { name: 'nothing', shape: [0], axes: ['unit'], data: new Float64Array() },
        ],
      },
    ),
    statistics: ['batch', 'running'],
  });
  stored.measure(id, measured({ type: 'identity', at: ['end'] }, {}, { step: 100, problem: 'No layer, "none".' }));
});
afterAll(() => stored.close());

test('JSON: facts, numbers, samples and arrays of every record', () => {
  const { runs } = JSON.parse(text([id, other], 'json')) as { runs: { probes: Record<string, unknown>[] }[] };
  expect(runs[1]!.probes).toEqual([]);
  const [identity, landscape] = runs[0]!.probes;
  expect(identity).toMatchObject({
    ...{
      probe: { type: 'identity', at: ['end'] },
      step: 100,
      problem: 'No layer, "none".',
      problemSaid: null,
      numbers: {},
      arrays: [],
    },
  });
  expect(landscape).toEqual({
    probe: expect.objectContaining({ type: 'landscape', at: [7], radius: 0.5, points: 8 }) as unknown,
    ...{ step: 7, kernels: 'wasm-relaxed-simd', precision: 'float32', statistics: ['batch', 'running'] },
    ...{ milliseconds: 12.5, createdAt: 1_800_000_000_000, problem: null, problemSaid: null },
    samples: { part: 'train', count: 2, rows: [4, 2] },
    numbers: { loss: 'NaN', 'loss, range': 1 / 3 },
    arrays: [
      { name: 'offsets', shape: [2], axes: ['offset'], data: [-0.5, 0.5] },
      { name: 'plane', shape: [2, 3], axes: ['offsets', 'unit'], data: [0.1, '-Infinity', 'NaN', 1 / 3, 5e-324, 6] },
      { name: 'nothing', shape: [0], axes: ['unit'], data: [] },
    ],
  });
});

describe('CSV', () => {
  const rows = (): Record<string, string>[] => parse(text([id, other], 'probes-csv'), { columns: true });

  test('a row for each number and each element, with its coordinates', () => {
    const found = rows();
    expect(found[0]).toMatchObject({ run: id, name: 'one, "two"', seed: '3', probe: 'landscape', step: '7' });
    expect(JSON.parse(found[0]!.options!)).toMatchObject({ radius: 0.5, samples: 1000 });
    expect(found.map(({ quantity, axis1, at1, axis2, at2 }) => [quantity, axis1, at1, axis2, at2])).toEqual([
      ['loss', '', '', '', ''],
      ['loss, range', '', '', '', ''],
      ['offsets', 'offset', '0', '', ''],
      ['offsets', 'offset', '1', '', ''],
      ...[-0.5, 0.5].flatMap((x) => [0, 1, 2].map((unit) => ['plane', 'offsets', String(x), 'unit', String(unit)])),
    ]);
    expect(found.map(({ value }) => Number(value))).toEqual([NaN, 1 / 3, -0.5, 0.5, ...plane]);
    expect(found.map(({ value }) => value)).toContain('-Infinity');
  });

  test('many elements come in pieces, none lost', () => {
    const data = Float64Array.from({ length: 4500 }, (_, i) => i / 7);
    const large = stored.add({ name: 'large' }, [finished()]);
    const array = { name: 'cube', shape: [9, 50, 10], axes: ['a', 'b', 'c'], data };
    stored.measure(large, measured({ type: 'gradients', at: ['end'] }, {}, { arrays: [array] }));
    const found: Record<string, string>[] = parse(text([large], 'probes-csv'), { columns: true });
    expect(found.map(({ value }) => Number(value))).toEqual([...data]);
    expect(found[4321]).toMatchObject({ axis1: 'a', at1: '8', axis2: 'b', at2: '32', axis3: 'c', at3: '1' });
  });

  test('has a name of its own', () => {
    expect(createReportService(stored, { version: '1' }).export([other], 'probes-csv').fileName).toBe(
      'normscope-no-probes-probes.csv',
    );
  });
});

describe('HTML', () => {
  const run = (name: string, factor: number): string => {
    const made = stored.add({ name }, [finished()]);
    for (const record of probeRecords(factor)) stored.measure(made, record);
    return made;
  };
  const titlesOf = (page: string): string[] =>
    [...page.matchAll(/<h3>\s*([^<]*?)\s*<\/h3>/g)].map((found) => found[1]!);
  /** Rows of tables: their cells, by their title. */
  const rowsOf = (page: string, title: string): string[][] =>
    [...page.matchAll(new RegExp(`<th scope="row">\\s*${title}\\s*</th>([\\s\\S]*?)</tr>`, 'g'))].map(([, cells]) =>
      [...cells!.matchAll(/<td[^>]*>\s*([^<]*?)\s*<\/td>/g)].map((cell) => cell[1]!),
    );

  test('a part for each probe, runs side by side; options tell probes of one type apart', () => {
    const page = text([run('a', 1), run('b', 2)], 'html');
    expect(titlesOf(page)).toEqual([
      ...['Activations', 'Gradients', 'Landscape', 'Covariate shift', 'Normalization', 'Identity', 'Scale invariance'],
      ...['Recalibration (offset = 10)', 'Recalibration (offset = 0)', 'Hessian'],
    ]);
    for (const title of ['Along the gradient', 'Slices through the loss', 'Spectral density'])
      expect(page).toContain(`>${title}</title>`);
    expect(rowsOf(page, 'Shares: Mean slope')).toEqual([
      ['a', 'activation1', '0.5'],
      ['b', 'activation1', '1'],
    ]);
    expect(rowsOf(page, 'Of what enters activations').map((cells) => cells[2])).toEqual(['1.5', '3']);
    expect(rowsOf(page, 'stuck')[0]).toEqual(['yes', 'no']);
    expect(rowsOf(page, 'batch/converged')[0]).toEqual(['yes', 'no']);
    expect(rowsOf(page, 'Statistics of the batch')).toContainEqual(['b', '1', '25']);
    expect(rowsOf(page, 'Accuracy')[2]!.at(-1)).toBe('0.875');
    expect(page).toContain('lagging: 0.1');
  });

  test('numbers that are none leave empty axes, and a problem stands instead of numbers', () => {
    const page = text([run('no numbers', NaN), id], 'html');
    expect(page).toContain('no finite value');
    expect([...page.matchAll(/="[^"]*(?:NaN|undefined)[^"]*"/g)].map(([found]) => found)).toEqual([]);
    expect(page).toContain('No layer, &quot;none&quot;.');
    expect(rowsOf(page, 'Of what enters activations')).toEqual([['Activations', 'dense1', 'NaN']]);
  });

  test('nothing where nothing was measured', () => {
    expect(text([other], 'html')).not.toContain('Probes');
  });
});
