/** The compiled network is the one that a specification is described as. */
import { describe, expect, it } from 'vitest';
import { createReferenceKernels } from '../../../engine/kernels/reference.ts';
import { compileModel } from '../../../engine/model.ts';
import { stream } from '../../../engine/random.ts';
import { describeModel } from '../../../engine/spec/describe.ts';
import { sizeOf } from '../../../engine/spec/plan.ts';
import { PRESETS } from '../../../engine/spec/presets.ts';
import { PLACEMENTS, RunSpec, type RunSpecInput } from '../../../engine/spec/schema.ts';

type ModelInput = NonNullable<RunSpecInput['model']>;
const model = (change: ModelInput): RunSpec['model'] => RunSpec.parse({ model: { hidden: [7, 5], ...change } }).model;

const NORMALIZATIONS: NonNullable<ModelInput['normalization']>[] = [
  { type: 'layer' },
  { type: 'layer', center: false },
  { type: 'layer', scale: false },
  { type: 'instance' },
  { type: 'instance', center: true, scale: true },
  { type: 'group', groups: 2 },
  { type: 'group', groups: 2, center: false, scale: false },
  { type: 'rms' },
  { type: 'rms', scale: false },
  { type: 'filter-response' },
  { type: 'filter-response', threshold: false },
  { type: 'switchable' },
  { type: 'switchable', center: false, scale: false },
  { type: 'batch-renorm' },
  { type: 'ghost-batch', size: 2 },
  { type: 'decorrelated-batch', groupSize: 2 },
  { type: 'dynamic-tanh' },
  { type: 'dynamic-tanh', center: false, scale: false },
  { type: 'dynamic-erf' },
  { type: 'dynamic-erf', center: false, scale: false },
];

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
  ...NORMALIZATIONS.flatMap((normalization): [string, RunSpec['model']][] => {
    const title = JSON.stringify(normalization);
    const pixels = normalization.type === 'instance';
    const hidden = pixels ? [] : [4];
    const images = model({ kind: 'cnn', channels: [4, 6], head: 'flatten', hidden, normalization });
    return [
      [`${title} of images`, images],
      ...(pixels
        ? []
        : [[`${title} of dense layers`, model({ hidden: [8, 4], normalization })] as [string, typeof images]]),
    ];
  }),
];

describe('compileModel agrees with describeModel', () => {
  it.each(cases)('%s', (_title, spec) => {
    const shape = [4, 6];
    const described = describeModel(spec, shape, 4);
    const kernels = createReferenceKernels();
    const compiled = compileModel(
      kernels,
      spec,
      { shape, outputs: 4, capacity: 2 },
      { initialization: stream(1, 'initialization') },
    );
    // Some layers have an output only once something went through.
    compiled.forward(kernels.allocate(2 * sizeOf(shape)), 2, 'train');
    expect(described[0]).toEqual({ name: 'input', kind: 'input', shape, parameters: 0 });
    expect(
      compiled.layers.map(({ info, parameters, output }) => ({
        ...info,
        size: output.size / 2,
        parameters: parameters.reduce((sum, { size }) => sum + size, 0),
      })),
    ).toEqual(described.slice(1).map((info) => ({ ...info, size: sizeOf(info.shape) })));
    const names = compiled.parameters.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    // Before batch normalization a bias would be cancelled; the output layer always has one.
    const overBatch = ['batch', 'batch-renorm', 'ghost-batch', 'decorrelated-batch'];
    const { normalization } = spec;
    const cancelled =
      overBatch.includes(normalization.type) &&
      'placement' in normalization &&
      normalization.placement === 'before-activation';
    const hidden = spec.kind === 'mlp' || spec.kind === 'cnn' ? spec.hidden.length : 0;
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
