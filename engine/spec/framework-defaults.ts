/**
 * Defaults of PyTorch and Keras for the fields of a normalization, in our conventions, for the form to show beside a
 * field. Sources: PyTorch 2 documentation of BatchNorm1d, LayerNorm, GroupNorm, InstanceNorm2d, RMSNorm; Keras 3
 * documentation of BatchNormalization, LayerNormalization, GroupNormalization, RMSNormalization.
 */
import { CONVENTIONS } from './semantics.ts';
import type { NormalizationSpec } from './schema.ts';

interface Defaults {
  pytorch?: number | boolean;
  keras?: number | boolean;
}

const { pytorch, keras } = CONVENTIONS;

const DEFAULTS: Partial<Record<NormalizationSpec['type'], Record<string, Defaults>>> = {
  batch: {
    momentum: { pytorch: pytorch.momentum!, keras: keras.momentum! },
    eps: { pytorch: pytorch.eps, keras: keras.eps },
  },
  layer: { eps: { pytorch: 1e-5, keras: 1e-3 } },
  group: { eps: { pytorch: 1e-5, keras: 1e-3 }, groups: { keras: 32 } },
  instance: { eps: { pytorch: 1e-5 }, center: { pytorch: false }, scale: { pytorch: false } },
  rms: { eps: { pytorch: 1.1920928955078125e-7, keras: 1e-6 } },
};

/** What both frameworks have for a field of that normalization; null where neither is known. */
export const frameworkDefaults = (type: NormalizationSpec['type'], field: string): Defaults | null =>
  DEFAULTS[type]?.[field] ?? null;

/**
 * What Keras and ONNX call the momentum: the weight of the old statistics, where ours, like PyTorch's, is that of the new
 * batch. Its own inverse. Rounded, since 1 - 0.9 is not 0.1.
 */
export const kerasMomentum = (momentum: number): number => Number((1 - momentum).toPrecision(12));
