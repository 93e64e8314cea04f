/** Exports of stored runs: JSON and CSV read back exactly, HTML that is inert, self-contained and well-formed. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asIs } from '../../../../engine/words/words.ts';
import { createReportService } from '../../../../app/service/reports/service.ts';
import type { ExportFormat } from '../../../../app/contract/exports.ts';
import { finished, norm, series, storedRuns } from '../../../support/stored-runs.ts';
import type { StoredRuns } from '../../../support/stored-runs.ts';
import { probeRecords } from '../../../support/probe-records.ts';

const EVIL = `"a", <script>alert('1')</script>\n&amp; =cmd </style><img src=x onerror=alert(1)>`;
const THIRD = Math.fround(1 / 3);

let stored: StoredRuns;
let ids: { bn: string; evil: string; diverged: string; waiting: string };
const text = (refs: string[], format: ExportFormat): string =>
  [...(createReportService(stored, { version: '9.9.9' }).export(refs, format).content as Iterable<string>)].join('');

beforeAll(() => {
  stored = storedRuns();
  const learning = (tau: number) => (step: number) => 0.95 - 0.85 * Math.exp(-step / tau);
  const curves = (tau: number) => [
    series('train.loss', 4000, (step) => 2.3 * Math.exp(-step / tau) + 0.01 * Math.sin(step)),
    series('validation.accuracy', 160, learning(tau), 25),
    series('validation.loss', 160, (step) => 2.3 * Math.exp(-step / tau), 25),
  ];
  const spec = { training: { steps: 4000 } };
  ids = {
    bn: stored.add({ ...spec, name: 'BN' }, [
      ...curves(100),
      series('validation.accuracy.batch', 160, learning(90), 25),
      series('validation.loss.batch', 160, (step) => 2 / step, 25),
      norm('norm1', 2000, 3, () => 7),
      norm('norm1', 4000, 3, (channel) => (channel === 1 ? NaN : THIRD)),
      ...['p15', 'p50', 'p85'].map((p, i) => series(`preactivation/activation1/${p}`, 400, () => i - 1, 10)),
      finished({ step: 4000, summary: { 'validation.accuracy': 0.95, 'train.loss': 0.1 } }),
    ]),
    evil: stored.add({ ...spec, name: EVIL, seed: 7, model: { normalization: { type: 'none' } } }, [
      ...curves(900),
      finished({ step: 4000, summary: { 'validation.accuracy': 0.94, 'train.loss': 0.2 } }),
    ]),
    diverged: stored.add({ ...spec, name: 'too fast', optimizer: { type: 'sgd', learningRate: 100 } }, [
      series('train.loss', 9, (step) => (step === 9 ? NaN : 10 ** (3 * step))),
      series('validation.loss', 1, () => Infinity, 25, 0),
      finished({
        ...{
          status: 'diverged',
          step: 9,
          layer: 'dense2',
          reason: asIs('Diverged at step 9: the loss is not finite.'),
        },
        summary: { 'train.loss': NaN, 'validation.loss': Infinity },
      }),
    ]),
    waiting: stored.add({ ...spec, name: 'waiting' }),
  };
  for (const [id, factor] of [
    [ids.bn, 1],
    [ids.evil, 2],
    [ids.diverged, NaN],
  ] as const)
    for (const record of probeRecords(factor)) stored.measure(id, record);
});
afterAll(() => stored.close());

describe('JSON', () => {
  interface Exported {
    format: string;
    normscope: string;
    runs: {
      id: string;
      status: string;
      spec: { seed: number };
      summary: Record<string, unknown>;
      series: { name: string; steps: number[]; values: unknown[] }[];
      normalization: { layer: string; channels: number; records: Record<string, unknown>[] }[];
    }[];
  }

  test('holds everything stored, also what JSON has no numbers for', () => {
    const all = Object.values(ids);
    const { format, normscope, runs } = JSON.parse(text(all, 'json')) as Exported;
    expect([format, normscope, runs.map((run) => run.id)]).toEqual(['normscope.export/1', '9.9.9', all]);
    const [bn, evil, diverged, waiting] = runs;
    for (const { id, series: list } of runs)
      for (const { name, steps, values } of list) {
        const points = stored.runs.series(id, name);
        expect(steps).toEqual([...points.steps]);
        expect(values.map(Number)).toEqual([...points.values]);
      }
    expect(bn?.series.map(({ name }) => name)).toContain('preactivation/activation1/p85');
    expect(evil?.spec.seed).toBe(7);
    expect(diverged?.summary).toEqual({ 'train.loss': 'NaN', 'validation.loss': 'Infinity' });
    expect(diverged?.series[0]?.values.at(-1)).toBe('NaN');
    expect(waiting).toMatchObject({ status: 'queued', series: [], normalization: [] });
  });

  test('normalization records are complete and exact in float32', () => {
    const [bn] = (JSON.parse(text([ids.bn], 'json')) as Exported).runs;
    const [layer] = bn!.normalization;
    expect(layer).toMatchObject({ layer: 'norm1', channels: 3 });
    expect(layer?.records.map((record) => record.step)).toEqual([2000, 4000]);
    const last = layer?.records[1];
    expect(Object.keys(last!)).toEqual(
      expect.arrayContaining(['batchMean', 'batchVariance', 'runningMean', 'runningVariance', 'gamma', 'beta']),
    );
    expect((last?.gamma as unknown[]).map((value) => Math.fround(Number(value)))).toEqual([THIRD, NaN, THIRD]);
  });
});

test('CSV: a row for each point, quoting that a strict reader understands, exact numbers', () => {
  const rows = parse<Record<string, string>>(text([ids.evil, ids.diverged], 'csv'), { columns: true });
  expect(Object.keys(rows[0]!)).toEqual(['run', 'name', 'seed', 'series', 'step', 'value']);
  const points = [ids.evil, ids.diverged].flatMap((id) =>
    stored.runs.get(id).series.flatMap(({ name }) => {
      const { steps, values } = stored.runs.series(id, name);
      return Array.from(steps, (step, i) => [id, name, step, values[i]!]);
    }),
  );
  expect(rows.map((row) => [row.run, row.series, Number(row.step), Number(row.value)])).toEqual(points);
  expect(rows[0]).toMatchObject({ name: EVIL, seed: '7' });
  expect(rows.filter(({ value }) => value === 'NaN')).toHaveLength(1);
  expect(rows.at(-1)).toMatchObject({ name: 'too fast', value: 'Infinity' });
});

describe('HTML', () => {
  test('names cannot become markup, and nothing is asked of any other place', () => {
    for (const page of [text([ids.evil], 'html'), text(Object.values(ids), 'html')]) {
      expect(page).not.toMatch(/<script|<img|<link|<iframe|<object|\sstyle=|\son\w+="|@import|url\(/i);
      expect(page.match(/<style>/g)).toHaveLength(1);
      expect(page.match(/<\/style>/g)).toHaveLength(1);
      // Namespaces are names, and hashes are numbers, not addresses that anything would be fetched from.
      expect(
        page.replaceAll('http://www.w3.org/2000/svg', '').replace(/'sha256-[^']*'|&#39;sha256-[^&]*&#39;/, ''),
      ).not.toMatch(/https?:|\/\/\w/);
      expect(page).toContain(`content="default-src 'none'; style-src 'sha256-`.replaceAll("'", '&#39;'));
      expect(page).toContain('&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;');
    }
  });

  test('every element that is opened is closed, and ids are unique', () => {
    const page = text(Object.values(ids), 'html');
    const open: string[] = [];
    const isVoid = new Set(['meta', 'br', 'wbr']);
    for (const [, slash, name, own] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s[^>]*?)?(\/?)>/gi)) {
      if (own === '/' || isVoid.has(name!)) continue;
      if (slash === '') open.push(name!);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
    const idsOfPage = [...page.matchAll(/\sid="([^"]*)"/g)].map((found) => found[1]);
    expect(new Set(idsOfPage).size).toBe(idsOfPage.length);
    expect(page).not.toMatch(/="[^"]*(?:NaN|undefined)[^"]*"|\[object/);
  });

  test('one run: outcome, figures, normalization layers, methods, how to reproduce', () => {
    const page = text([ids.bn], 'html');
    for (const title of ['Loss', 'Accuracy', 'Train/eval gap', 'BN: normalization layers at step 4\u202f000'])
      expect(page).toContain(`>${title}</title>`);
    expect(page).toContain('Pre-activations');
    expect(page).toContain('0.1 (Keras: 0.9)');
    expect(page).toContain('d'.repeat(64));
    expect(page).toContain('normscope run spec.json --seed 1');
    const spec = /<pre>\s*(\{[\s\S]*?\})\s*<\/pre>/.exec(page)?.[1]?.replaceAll('&quot;', '"');
    expect(JSON.parse(spec!)).toEqual(stored.runs.get(ids.bn).spec);
    expect(page).toContain('A &lt;fast&gt; &amp; old CPU');
    expect(page).toMatch(/Drawn [\d\u202f]+ of 4\u202f320 points/);
    expect(page).toMatch(/Validation accuracy of 85\.00\u202f% was first reached by “BN” at step 225\./);
  });

  test('a comparison: differences, the sooner run, diverged runs with where and why', () => {
    const page = text([ids.bn, ids.evil, ids.diverged, ids.waiting], 'html');
    expect(page).toContain('What differs');
    expect(page.replaceAll('<wbr>', '')).toContain('<code>model.normalization.type</code>');
    expect(page).toContain('absent');
    expect(page).toContain('too fast, diverged at step 9');
    expect(page).toContain('Diverged at step 9: the loss is not finite.');
    expect(page).toContain('“waiting” waits for its turn.');
    expect(page).toMatch(/at step 225 and by “[^”]*” at step 1\u202f950 \(8\.7 times as many\)/);
    expect(page).toContain('cut off at the edge');
  });

  test('runs of one name are told apart', () => {
    const twins = [1, 2].map((seed) => stored.add({ name: 'twin', seed }));
    const page = text(twins, 'html');
    expect(page).toContain('twin (seed 1)');
    expect(page).toContain('twin (seed 2)');
    expect(page).toMatch(/1 of \d+ fields differ/);
  });
});

test('the file is named after the run, whatever it is called; wrong requests are refused', () => {
  const reports = createReportService(stored, { version: '1' });
  expect(reports.export([ids.evil], 'csv')).toMatchObject({
    fileName: 'normscope-a-script-alert-1-script-amp-cmd-style-img-src-x-onerror-aler.csv',
    contentType: 'text/csv; charset=utf-8',
  });
  expect(reports.export([ids.bn, ids.evil], 'html').fileName).toBe('normscope-comparison-of-2-runs.html');
  expect(() => reports.export([], 'csv')).toThrow(/at least one run/);
  expect(() => reports.export(['nobody'], 'csv')).toThrow(/nobody/);
  expect(() => reports.export([ids.bn], 'pdf' as ExportFormat)).toThrow(/json, csv, probes-csv, html/);
});
