import { expect, test } from 'vitest';
import type { ProbeRow } from '../../../../../app/contract/probes.ts';
import { Probe, PROBE_TYPES } from '../../../../../engine/spec/schema.ts';
import {
  lastCommon,
  nearestTo,
  stepsOf,
  typesOf,
  variantLabel,
  variantsOf,
} from '../../../../../renderer/pages/run/probes/choose-record.ts';
import { keyNumbers, keyNumbersOf } from '../../../../../renderer/pages/run/probes/key-numbers.ts';

const row = (step: number, probe: Record<string, unknown>, more: Partial<ProbeRow> = {}): ProbeRow => ({
  ...{ id: step, runId: 'run', probe: Probe.parse({ at: [step], ...probe }), step, kernels: 'reference' },
  ...{ precision: 'float64', statistics: [], part: 'train', samples: 1, milliseconds: 1, createdAt: step },
  ...{ problem: null, problemSaid: null, numbers: {}, arrays: [], ...more },
});

test('records with the same options belong together, the newest options first', () => {
  const rows = [
    row(0, { type: 'recalibration' }),
    row(100, { type: 'recalibration' }),
    row(100, { type: 'recalibration', factor: 0.5, offset: 2 }, { createdAt: 500 }),
  ];
  const variants = variantsOf(rows);
  expect(variants.map(({ records }) => records.map(({ step }) => step))).toEqual([[100], [0, 100]]);
  expect(variants.map((variant) => variantLabel(variant, variants))).toEqual([
    'factor 0.5, offset 2',
    'factor 1, offset 0',
  ]);
});

test('types come in the order of the list, each once', () => {
  const rows = [row(0, { type: 'hessian' }), row(0, { type: 'activations' }), row(9, { type: 'hessian' })];
  expect(typesOf(rows, PROBE_TYPES)).toEqual(['activations', 'hessian']);
});

test('runs are compared at the last step that all have, or at the nearest one', () => {
  const at = (...steps: number[]) => steps.map((step) => row(step, { type: 'gradients' }));
  expect(lastCommon([at(0, 100, 300), [], at(0, 100, 200)])).toBe(100);
  expect(lastCommon([at(1), at(2)])).toBeNull();
  expect(lastCommon([])).toBeNull();
  expect([...stepsOf([at(9, 100), at(20, 9)])]).toEqual([9, 20, 100]);
  expect(nearestTo(at(0, 100), 40)?.step).toBe(0);
  expect(nearestTo(at(0, 100), 50)?.step).toBe(100);
  expect(nearestTo([], 50)).toBeUndefined();
});

test('the numbers of the whole network are told, and those of layers are not', () => {
  const numbers = { loss: 1, 'dense1/gradient norm': 2, stuck: 0, 'depth slope': NaN };
  const record = row(0, { type: 'gradients' }, { numbers });
  expect(keyNumbers(record).rows.map(({ name }) => name)).toEqual(['loss', 'depth slope']);
});

test('numbers of runs that lack a record or a number have gaps', () => {
  const [a, b] = [{ loss: 1, 'depth slope': 2 }, { loss: 3 }].map((numbers) =>
    row(0, { type: 'gradients' }, { numbers }),
  );
  expect(keyNumbersOf([a!, null, b!])).toEqual([
    { name: 'loss', values: [1, undefined, 3] },
    { name: 'depth slope', values: [2, undefined, undefined] },
  ]);
});

test('the Hessian has a column for each kind of statistics, and no error of one random vector', () => {
  const numbers = { 'batch/lambda1': 4, 'running/lambda1': 9, 'batch/trace error': NaN, 'running/trace error': NaN };
  const { columns, rows } = keyNumbers(row(0, { type: 'hessian' }, { numbers, statistics: ['batch', 'running'] }));
  expect(columns).toEqual(['batch', 'running']);
  expect(rows).toEqual([{ name: 'largest eigenvalue λ₁', values: [4, 9] }]);
});
