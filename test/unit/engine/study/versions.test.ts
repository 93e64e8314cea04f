/**
 * A study of an earlier version asks what it asked then: here some fields of today are made out to have come later, or to
 * have had other names and defaults before.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupHash } from '../../../../engine/spec/hash.ts';
import { RUN_HISTORY } from '../../../../engine/spec/history.ts';
import { parseRunSpec } from '../../../../engine/spec/parse.ts';
import { findPreset } from '../../../../engine/spec/presets.ts';
import type { RunSpec } from '../../../../engine/spec/schema.ts';
import { StudySpec, type StudySpecInput } from '../../../../engine/spec/schema/study.ts';
import type { Step } from '../../../../engine/spec/steps.ts';
import { expandStudy } from '../../../../engine/study/expand.ts';

const STEPS: Step[] = [
  { since: '0.1.1', moved: 'optimizer(type=sgd).inertia', to: 'optimizer(type=sgd).momentum' },
  { since: '0.1.2', added: 'optimizer(type=sgd).decayBias', meant: false },
  { since: '0.1.2', defaulted: 'training.batchSize', was: 7 },
  { since: '0.1.2', defaulted: 'model.normalization(type=group).groups', was: 2 },
];
// The histories are read by everything, so they are made longer for the tests of this file.
const history = RUN_HISTORY as Step[];
beforeAll(() => void history.push(...STEPS));
afterAll(() => void history.splice(history.length - STEPS.length));

const cellsOf = (study: Partial<StudySpecInput>): RunSpec[] => {
  const measures: StudySpecInput['measures'] = [{ name: 'a', value: { of: 'train.loss' }, better: 'lower' }];
  const expanded = expandStudy(StudySpec.parse({ name: 'old', title: 'Old', base: {}, measures, ...study }));
  if (!expanded.ok) throw new Error(JSON.stringify(expanded.issues));
  return expanded.plan.cells.map(({ spec }) => spec);
};
const factors: StudySpecInput['factors'] = [
  { type: 'values', name: 'inertia', path: 'optimizer.inertia', values: [0.5, 0.9] },
];
const sgdOf = ({ optimizer }: RunSpec) => (optimizer.type === 'sgd' ? optimizer : null);

describe('what a study leaves out', () => {
  it('is as it was in its version', () => {
    const [cell] = cellsOf({ version: '0.1.0', base: { optimizer: { type: 'sgd', inertia: 0.9 } } });
    expect(sgdOf(cell!)).toMatchObject({ momentum: 0.9, decayBias: false });
    expect(cell!.training.batchSize).toBe(7);
  });
  it('is as today in one of today', () => {
    const [cell] = cellsOf({ base: { optimizer: { type: 'sgd', momentum: 0.9 } } });
    expect(sgdOf(cell!)).toMatchObject({ momentum: 0.9, decayBias: true });
    expect(cell!.training.batchSize).toBe(60);
  });
  it('is as it was also where a level sets a choice', () => {
    const levels = [{ label: 'group', set: { 'model.normalization.type': 'group', 'optimizer.type': 'adam' } }];
    const [cell] = cellsOf({
      version: '0.1.0',
      factors: [{ type: 'levels', name: 'n', levels }],
      base: { model: { hidden: [8] } },
    });
    expect(cell!.model.normalization).toMatchObject({ type: 'group', groups: 2 });
  });
});

describe('what a study says', () => {
  it('is found under the names of its version', () => {
    const cells = cellsOf({ version: '0.1.0', factors });
    expect(cells.map((cell) => sgdOf(cell)?.momentum)).toEqual([0.5, 0.9]);
  });
  it('is found in a preset too, which means what it means today', () => {
    const cells = cellsOf({ version: '0.1.0', base: 'relu-bn', factors: [] });
    const { preset } = findPreset('relu-bn') as { preset: { spec: RunSpec } };
    expect(cells[0]).toEqual({ ...preset.spec, name: 'Old' });
    expect(
      cellsOf({ version: '0.1.0', base: 'relu-bn', factors: [{ ...factors[0]!, values: [0.5] } as never] })[0],
    ).toMatchObject({
      optimizer: { momentum: 0.5 },
    });
  });
  it('with a field that came later is taken at its word', () => {
    const [cell] = cellsOf({ version: '0.1.0', base: { optimizer: { type: 'sgd', decayBias: true } } });
    expect(sgdOf(cell!)).toMatchObject({ decayBias: true });
  });
});

it('a specification with the name of an earlier version is read, and has the same hash', () => {
  const read = (optimizer: object): RunSpec => {
    const parsed = parseRunSpec({ optimizer: { type: 'sgd', ...optimizer } });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    return parsed.spec;
  };
  expect(read({ inertia: 0.9 })).toEqual(read({ momentum: 0.9 }));
  expect(groupHash(read({ inertia: 0.9 }))).toBe(groupHash(read({ momentum: 0.9 })));
  expect(groupHash(read({ momentum: 0.9, decayBias: false }))).not.toBe(groupHash(read({ momentum: 0.9 })));
});
