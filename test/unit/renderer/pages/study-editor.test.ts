/** How the editor of studies makes factors of fields and of runs, held against what the engine makes of them. */
import { describe, expect, it } from 'vitest';
import type { RunRow } from '../../../../app/contract/runs.ts';
import { diffSpecs } from '../../../../app/service/diff.ts';
import { RunSpec, type RunSpecInput } from '../../../../engine/spec/schema.ts';
import { StudySpec, type FactorSpec } from '../../../../engine/spec/schema/study.ts';
import { expandStudy } from '../../../../engine/study/expand.ts';
import { armNames } from '../../../../renderer/pages/studies/editor/arms.ts';
import { changeType, factorOf, fieldOf } from '../../../../renderer/pages/studies/editor/factors.ts';
import { optionsOf, searchFields, studyFields } from '../../../../renderer/pages/studies/editor/field-list.ts';
import { studyOfRuns } from '../../../../renderer/pages/studies/editor/from-runs.ts';
import { isLower, sourceGroups } from '../../../../renderer/pages/studies/editor/sources.ts';
import { settingsOf, withoutSetting, withSetting } from '../../../../renderer/pages/studies/editor/level-settings.ts';
import { nameFrom } from '../../../../renderer/pages/studies/editor/study-name.ts';
import { specField } from '../../../../renderer/state/spec-fields.ts';

const expand = (factors: FactorSpec[], base: unknown = 'ring-and-disc') =>
  expandStudy(
    StudySpec.parse({
      ...{ name: 'a', title: 'A', base, factors },
      measures: [{ name: 'accuracy', value: { of: 'validation.accuracy' }, better: 'higher' }],
    }),
  );

describe('fields to pick from', () => {
  it('hold every single value that a run computes with, and no seed or name', () => {
    const paths = studyFields.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'optimizer.learningRate',
        'model.normalization.type',
        'model.hidden',
        'training.batchSize',
        'data.dataset',
      ]),
    );
    for (const path of ['seed', 'name', 'format', 'probes', 'model.layers']) expect(paths).not.toContain(path);
  });

  it('are found by their titles first, those of the base before all others', () => {
    const everywhere = (): boolean => true;
    expect(searchFields('learning rate', everywhere)[0]?.path).toBe('optimizer.learningRate');
    expect(searchFields('normalization', everywhere)[0]?.path).toBe('model.normalization.type');
    expect(searchFields('steps', (path) => path.startsWith('training.'))[0]?.path).toBe('training.steps');
    expect(searchFields('no such field', everywhere)).toEqual([]);
  });

  it('list their values where these are few', () => {
    expect(optionsOf(specField('model.normalization.type'))?.map(({ value }) => value)).toContain('batch');
    expect(optionsOf(specField('optimizer.learningRate'))).toBeNull();
  });
});

describe('factors', () => {
  const rate = factorOf(specField('optimizer.learningRate'), 0.1, ['learning rate']);

  it('begin with the value of the base, under a name of their own', () => {
    expect(rate).toEqual({ type: 'values', name: 'learning rate 2', path: 'optimizer.learningRate', values: [0.1] });
  });

  it('keep their values in another form', () => {
    const values = { ...rate, values: [0.01, 1] } as FactorSpec;
    const levels = changeType(values, 'levels');
    expect(levels).toMatchObject({
      levels: [{ label: '0.01', set: { 'optimizer.learningRate': 0.01 } }, { label: '1' }],
    });
    expect(changeType(levels, 'values')).toEqual(values);
    expect(changeType(values, 'random')).toMatchObject({ from: 0.01, to: 1, distribution: 'log-uniform' });
    expect(fieldOf(levels)).toBe('optimizer.learningRate');
  });

  it('make the arms that the engine makes of them', () => {
    const factors: FactorSpec[] = [
      { type: 'values', name: 'norm', path: 'model.normalization.type', values: ['none', 'batch'] },
      { type: 'values', name: 'width', path: 'model.hidden', values: [[4], [4, 4]] },
      { type: 'levels', name: 'steps', levels: [{ label: 'short', set: { 'training.steps': 10 } }] },
    ];
    const expanded = expand(factors);
    expect(expanded.ok && expanded.plan.arms).toEqual(armNames(factors, () => false, 'A'));
    const [none] = [expand([])];
    expect(none.ok && none.plan.arms).toEqual(armNames([], () => false, 'A'));
  });
});

describe('what a level sets', () => {
  const set = { 'model.normalization': { type: 'batch', center: false }, 'training.steps': 5 };

  it('is shown field by field, and changed in its group', () => {
    expect(settingsOf(set).map(({ path }) => path)).toEqual([
      'model.normalization.type',
      'model.normalization.center',
      'training.steps',
    ]);
    const scaled = withSetting(set, 'model.normalization.scale', false);
    expect(scaled['model.normalization']).toEqual({ type: 'batch', center: false, scale: false });
    expect(withSetting(scaled, 'model.normalization.type', 'layer')['model.normalization']).toEqual({ type: 'layer' });
    expect(withSetting({}, 'training.steps', 3)).toEqual({ 'training.steps': 3 });
  });

  it('loses a group with the last of its fields', () => {
    const typed = withoutSetting(set, 'model.normalization.center');
    expect(typed['model.normalization']).toEqual({ type: 'batch' });
    expect(withoutSetting(typed, 'model.normalization.type')).toEqual({ 'training.steps': 5 });
  });
});

describe('a study of runs', () => {
  const rowsOf = (inputs: RunSpecInput[]): RunRow[] =>
    inputs.map((input) => ({ spec: RunSpec.parse(input) }) as unknown as RunRow);
  const made = (inputs: RunSpecInput[]) => {
    const rows = rowsOf(inputs);
    return studyOfRuns(rows, diffSpecs(rows.map(({ spec }) => spec)));
  };
  const norm = (type: 'none' | 'batch' | 'layer'): RunSpecInput['model'] => ({ normalization: { type } });
  const rate = (learningRate: number): RunSpecInput['optimizer'] => ({ type: 'sgd', learningRate });

  it('has a factor for each field where all combinations are there', () => {
    const inputs = (['none', 'batch'] as const).flatMap((type) =>
      [0.1, 1].flatMap((r) => [1, 2].map((seed) => ({ model: norm(type), optimizer: rate(r), seed }))),
    );
    const { factors, seeds } = made(inputs);
    expect(seeds).toEqual([1, 2]);
    expect(factors.map((factor) => factor.type === 'values' && [factor.path, factor.values])).toEqual([
      ['model.normalization.type', ['none', 'batch']],
      ['optimizer.learningRate', [0.1, 1]],
    ]);
  });

  it.each([
    [
      'not all combinations',
      [0, 2],
      [
        { model: norm('none'), optimizer: rate(0.1) },
        { model: norm('batch'), optimizer: rate(1) },
      ],
    ],
    [
      'fields of one variant only',
      [0, 1, 2],
      [
        { model: norm('none') },
        { model: { normalization: { type: 'batch', momentum: 0.5 } } },
        { model: { normalization: { type: 'batch', momentum: 0.1 } } },
      ],
    ],
  ] as [string, number[], RunSpecInput[]][])('gives back the specifications of the runs: %s', (_, lengths, inputs) => {
    const { factors } = made(inputs);
    const rows = rowsOf(inputs);
    const expanded = expand(factors, rows[0]!.spec);
    if (!expanded.ok) throw new Error(JSON.stringify(expanded.issues));
    const unnamed = ({ name: _name, ...spec }: RunSpec) => spec;
    if (factors[0]?.type !== 'levels') throw new Error(`is ${factors[0]?.type}`);
    // Only what is not as in the base, or as a choice brings it along.
    expect(factors[0].levels.map(({ set }) => Object.keys(set).length).sort()).toEqual(lengths);
    expect(expanded.plan.cells.map(({ spec }) => unnamed(spec))).toEqual(rows.map(({ spec }) => unnamed(spec)));
  });
});

describe('measures', () => {
  it('are listed with what runs have recorded, and know which way is better', () => {
    expect(sourceGroups(['probe.activations.rank@end', 'test.odd']).map(({ names }) => names.at(-1))).toEqual([
      'learning.rate',
      'test.odd',
      'probe.activations.rank@end',
    ]);
    expect(['validation.loss', 'validation.accuracy', 'test.loss.precise'].map(isLower)).toEqual([true, false, true]);
  });
});

describe('names on the command line', () => {
  it('are made of the title', () => {
    expect(['Größe & BN: 3 ways?', '---', 'a'.repeat(90)].map(nameFrom)).toEqual([
      'gro-e-bn-3-ways',
      'study',
      'a'.repeat(80),
    ]);
  });
});
