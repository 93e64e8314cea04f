/** What is said of networks with normalizers against the networks themselves: their plans, layers and folded versions. */
import { describe, expect, it } from 'vitest';
import { foldNetwork } from '../../../../engine/export/fold.ts';
import { onnx } from '../../../../engine/export/onnx/format.ts';
import { createReferenceKernels } from '../../../../engine/kernels/reference.ts';
import { hasPopulation } from '../../../../engine/layers/layer.ts';
import { canFold, keepsRunning, normalizerOf } from '../../../../engine/spec/normalized-model.ts';
import { NORMALIZER_KINDS, type NormalizerType } from '../../../../engine/spec/normalizers.ts';
import { flatten, isNormalizer } from '../../../../engine/spec/plan.ts';
import { planModel } from '../../../../engine/spec/plan-networks.ts';
import { RunSpec } from '../../../../engine/spec/schema.ts';
import { trainedNetwork, type ModelInput } from '../../../support/networks.ts';

const kernels = createReferenceKernels();
const ROWS = 4;
const IMAGE = [2, 8, 8];
const conv = { type: 'conv2d', channels: 4, kernel: 3, padding: 1 };
const norm = { type: 'normalization' };
const act = { type: 'activation' };
const listed = (...layers: object[]): ModelInput => ({ kind: 'layers', layers });

const NETWORKS: [string, ModelInput][] = [
  ['hidden layers', { kind: 'mlp', hidden: [4, 4] }],
  ['no hidden layer', { kind: 'mlp', hidden: [] }],
  ['convolutions', { kind: 'cnn', channels: [4, 4] }],
  ['a residual network', { kind: 'resnet', depth: 8, width: 4 }],
  ['an empty list', listed()],
  ['a list without normalization', listed(conv, act)],
  ['right behind weights', listed(conv, norm, act)],
  ['behind an activation', listed(conv, act, norm)],
  ['before everything', listed(norm, conv)],
  ['in a block', listed(conv, { type: 'residual', layers: [conv, norm] })],
  ['in a block before its weights', listed(conv, { type: 'residual', layers: [norm, conv] })],
  ['in a projected shortcut alone', listed({ type: 'residual', shortcut: 'projection', layers: [conv] })],
];
const types = [...Object.keys(NORMALIZER_KINDS), 'none'] as (NormalizerType | 'none')[];

describe.each(types)('%s', (type) => {
  const options = { group: { groups: 2 }, 'ghost-batch': { size: 2 } }[type as string];
  // Dense layers and images of one position have no instance normalization.
  const networks = NETWORKS.filter(([, model]) => type !== 'instance' || model.kind !== 'mlp');
  const placements = type === 'none' || type === 'filter-response' ? [{}] : [{}, { placement: 'after-activation' }];

  it.each(networks.flatMap(([title, model]) => placements.map((placement) => ({ title, model, placement }))))(
    '$title $placement',
    ({ model, placement }) => {
      const input = { ...model, normalization: { type, ...options, ...placement } } as ModelInput;
      const run = RunSpec.parse({ model: input, training: { batchSize: ROWS } });
      const spec = run.model;
      const shape = model.kind === 'mlp' ? [5] : IMAGE;
      const normalizers = flatten(planModel(spec, shape, 3)).filter(isNormalizer);
      expect(normalizerOf(spec)).toEqual(normalizers[0]?.normalization ?? null);
      const network = trainedNetwork(kernels, input, shape, ROWS, 1);
      expect(keepsRunning(spec)).toBe(network.model.layers.some(hasPopulation));
      const folded = foldNetwork(kernels, network, { normalizers: true, capacity: ROWS });
      expect(canFold(spec)).toBe(flatten(folded.plans).filter(isNormalizer).length < normalizers.length);
      expect(onnx.options[0].matters({ spec: run })).toBe(canFold(spec));
    },
  );
});
