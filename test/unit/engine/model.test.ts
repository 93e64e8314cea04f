/** The compiled network is the one that a specification is described as. */
import { describe, expect, it } from 'vitest';
import { createReferenceKernels } from '../../../engine/kernels/reference.ts';
import { compileModel } from '../../../engine/model.ts';
import { stream } from '../../../engine/random.ts';
import { describeModel } from '../../../engine/spec/describe.ts';
import { PRESETS } from '../../../engine/spec/presets.ts';
import { PLACEMENTS, RunSpec, type RunSpecInput } from '../../../engine/spec/schema.ts';

type ModelInput = NonNullable<RunSpecInput['model']>;
const model = (change: ModelInput): RunSpec['model'] => RunSpec.parse({ model: { hidden: [7, 5], ...change } }).model;

const cases: [title: string, model: RunSpec['model']][] = [
  ...PRESETS.map(({ name, spec }): [string, RunSpec['model']] => [`preset ${name}`, spec.model]),
  ['no hidden layer', model({ hidden: [] })],
  ...(['batch', 'affine'] as const).flatMap((type) =>
    PLACEMENTS.flatMap((placement) =>
      [true, false].flatMap((center) =>
        [true, false].map((scale): [string, RunSpec['model']] => [
          `${type} ${placement}, center ${center}, scale ${scale}`,
          model({ normalization: { type, placement, center, scale } }),
        ]),
      ),
    ),
  ),
];

describe('compileModel agrees with describeModel', () => {
  it.each(cases)('%s', (_title, spec) => {
    const shape = [3, 2];
    const described = describeModel(spec, shape, 4);
    const compiled = compileModel(
      createReferenceKernels(),
      spec,
      { shape, outputs: 4, capacity: 2 },
      { initialization: stream(1, 'initialization') },
    );
    expect(described[0]).toEqual({ name: 'input', kind: 'input', shape, parameters: 0 });
    expect(
      compiled.layers.map(({ info, parameters, output }) => ({
        ...info,
        shape: [output.size / 2],
        parameters: parameters.reduce((sum, { size }) => sum + size, 0),
      })),
    ).toEqual(described.slice(1));
    const names = compiled.parameters.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    // Before batch normalization a bias would be cancelled; the output layer always has one.
    const cancelled = spec.normalization.type === 'batch' && spec.normalization.placement === 'before-activation';
    const hidden = spec.kind === 'mlp' ? spec.hidden.length : 0;
    expect(names.includes('dense1.bias')).toBe(hidden === 0 || !cancelled);
    expect(names).toContain(`dense${hidden + 1}.bias`);
  });

  it('draws the same weights with and without normalization, so that both arms start alike', () => {
    const weights = (['none', 'batch'] as const).map((type) =>
      compileModel(
        createReferenceKernels(),
        model({ normalization: { type } }),
        { shape: [6], outputs: 4, capacity: 2 },
        { initialization: stream(1, 'initialization') },
      )
        .parameters.filter(({ name }) => name.endsWith('.weight'))
        .map(({ value }) => Array.from(value.data)),
    );
    expect(weights[0]).toEqual(weights[1]);
  });
});
