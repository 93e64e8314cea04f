/** Batch normalization over so few values that its statistics are mostly noise. The form warns of the same before a run. */
import { shortageOf, type Shortage } from '../../../../engine/spec/few-values.ts';
import { normalizerOf } from '../../../../engine/spec/normalized-model.ts';
import { NORMALIZER_KINDS } from '../../../../engine/spec/normalizers.ts';
import { channelShape } from '../../../../engine/spec/plan.ts';
import { texts } from '../../../../engine/words/words.ts';
import { formatCount, formatPercent } from '../../../view/numbers.ts';
import { finding, type Examine } from '../evidence.ts';

const words = texts('finding.batch-too-small', {
  one: ({ layer }: { layer: string }) =>
    `${layer} standardizes each channel over 1 value: it gives the same whatever the input, and nothing below it learns.`,
  two: ({ layer }: { layer: string }) =>
    `${layer} standardizes each channel over 2 values, which become 1 and −1 whatever the input: no gradient reaches the layers below.`,
  whitening: ({ layer, whitened, values }: { layer: string; whitened: number; values: number }) =>
    `${layer} whitens ${formatCount(whitened)} channels together over ${formatCount(values)} values of each: their covariance has no full rank.`,
  noise: ({ layer, values }: { layer: string; values: number }) =>
    `${layer} standardizes each channel over ${formatCount(values)} values only; the relative error of their variance is about ${formatPercent(Math.sqrt(2 / (values - 1)), 2)}.`,
  remedy: 'Use batches of 16 and more, or a normalization over the sample: layer, group or RMS.',
  ghosts: 'Use ghost batches of 16 and more.',
  groups: 'Use larger batches, or a smaller group size.',
});

/** One finding at most. */
export const batchTooSmall: Examine = ({ run }) => {
  const { model, training } = run.spec;
  const norm = normalizerOf(model);
  const samples = training.batching.type === 'full' ? (run.samples?.train ?? null) : training.batchSize;
  if (norm === null || samples === null) return [];
  const layers = run.layers.filter(({ kind }) => kind === NORMALIZER_KINDS[norm.type]);
  const shapes = layers.map(({ shape }) => channelShape(shape));
  const shortage = shortageOf(norm, samples, shapes);
  if (shortage === null) return [];
  const { kind, values, layer } = shortage;
  return [
    finding({
      ...{ kind: 'batch-too-small', severity: SEVERITIES[kind], layer: layers[layer]!.name, figure: 'norm' },
      numbers: { values, samples: values / shapes[layer]!.positions },
      text: words[kind]({ ...shortage, layer: layers[layer]!.name }),
      remedy:
        kind === 'whitening' ? words.groups : values < samples * shapes[layer]!.positions ? words.ghosts : words.remedy,
    }),
  ];
};

const SEVERITIES: Record<Shortage['kind'], 'bad' | 'warn'> = {
  one: 'bad',
  two: 'bad',
  whitening: 'warn',
  noise: 'warn',
};
