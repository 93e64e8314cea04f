/** What a layer of a network can be. Normalizers have names of their own (normalizers.ts). */
import { NORMALIZER_KINDS, type NormalizerType } from './normalizers.ts';

type NormalizerKind = (typeof NORMALIZER_KINDS)[NormalizerType];

export const LAYER_KINDS = [
  'input',
  'dense',
  'conv2d',
  'max-pool',
  'average-pool',
  'global-average-pool',
  'flatten',
  'dropout',
  'residual',
  'scalar',
  'activation',
  ...(Object.values(NORMALIZER_KINDS) as NormalizerKind[]),
] as const;
export type LayerKind = (typeof LAYER_KINDS)[number];
