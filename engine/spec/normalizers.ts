/**
 * What is known of each normalizer beside its options: one entry a type, which forms, checks, cautions, findings, probes,
 * exports and the page read instead of knowing types themselves. test/unit/engine/spec/normalizers.test.ts holds every
 * entry against what the layer does. Options and defaults: schema/normalization.ts; formulas: engine/normalization; whether
 * a network has such layers at all: normalized-model.ts.
 */
import type { NormalizationOf, NormalizationSpec } from './schema/normalization.ts';

/** Types of normalization that are layers. The others are ways to do without. */
export type NormalizerType = Exclude<NormalizationSpec['type'], 'none' | 'fixup' | 'skip-init'>;
/** A normalization that is a layer, with its options. */
export type Normalizer = NormalizationOf<NormalizerType>;

/** What each is called among the kinds of layers. */
export const NORMALIZER_KINDS = {
  batch: 'batch-norm',
  layer: 'layer-norm',
  instance: 'instance-norm',
  group: 'group-norm',
  rms: 'rms-norm',
  'batch-renorm': 'batch-renorm',
  'ghost-batch': 'ghost-batch-norm',
  'filter-response': 'filter-response-norm',
  switchable: 'switchable-norm',
  'decorrelated-batch': 'decorrelated-batch-norm',
  'dynamic-tanh': 'dynamic-tanh',
  'dynamic-erf': 'dynamic-erf',
  affine: 'affine',
} as const satisfies Record<NormalizerType, string>;

/** Channels of a layer, and positions that share each: 1 in dense layers. */
export interface ChannelShape {
  channels: number;
  positions: number;
}

export interface NormalizerTraits<N extends Normalizer = Normalizer> {
  /**
   * The values that are standardized together: of a channel over the samples of a batch and their positions; of one sample
   * all of them, those of a group of channels, or the positions of one channel; a mixture of these; or none.
   */
  over: 'batch' | 'sample' | 'group' | 'positions' | 'mixture' | null;
  /** What is kept beside the running mean for inference; null where training and inference are the same. */
  running: 'variance' | 'deviation' | 'covariance' | null;
  /**
   * What constants change nothing when they are added to the input, with the statistics of the batch: one for each channel
   * (so that a bias right below is cancelled), only one for all that is standardized together, or none.
   */
  centres: 'channel' | 'set' | null;
  /** Whether a positive factor of the whole input changes nothing, but for eps, with the statistics of the batch. */
  removesScale: boolean;
  /** Whether training corrects the batch towards the running statistics, and so feels shift and scale after all. */
  corrects: boolean;
  /** Whether inference is y = s x + t with constants of each channel, which the layer right below can take in. */
  foldable: boolean;
  /** Whether it computes with kernels alone, so that the dual ones carry exact products with the Hessian through it. */
  twice: boolean;
  /** Whether neighbouring channels belong together, so that their order counts. */
  neighbours: boolean;
  /** What has a gamma and beta of its own. */
  affinePer: 'channel' | 'element';
  /** Whether gamma (`scale`) and beta (`center`) are learned. */
  learns(norm: N): { scale: boolean; center: boolean };
  /** Numbers that are learned beside gamma and beta. */
  learnsMore(norm: N, shape: ChannelShape): number;
  /** Whether training refuses a batch that gives a channel a single value. */
  needsTwo(norm: N): boolean;
  /** Samples whose statistics are taken together, where it is not the whole batch. */
  ghostSize(norm: N): number | null;
  /** Channels that are whitened together; 1 where each is standardized by itself. */
  whitens(norm: N, channels: number): number;
  /** Whether it stands in place of the activation. */
  activates(norm: N): boolean;
}

const asChosen = ({ scale, center }: { scale: boolean; center: boolean }) => ({ scale, center });

/** What most entries say. */
const COMMON = {
  over: null,
  running: null,
  centres: null,
  removesScale: false,
  corrects: false,
  foldable: false,
  twice: true,
  neighbours: false,
  affinePer: 'channel',
  learns: asChosen,
  learnsMore: () => 0,
  needsTwo: () => false,
  ghostSize: () => null,
  whitens: () => 1,
  activates: () => false,
} as const;

/** Standardizes over the batch, and keeps running statistics. */
const OVER_BATCH = {
  ...COMMON,
  over: 'batch',
  running: 'variance',
  centres: 'channel',
  removesScale: true,
  needsTwo: () => true,
} as const;

/** Standardizes each sample by itself. */
const OF_SAMPLE = { ...COMMON, over: 'sample', centres: 'set', removesScale: true } as const;

const TRAITS: { readonly [T in NormalizerType]: NormalizerTraits<NormalizationOf<T>> } = {
  batch: { ...OVER_BATCH, foldable: true, needsTwo: ({ single }) => single === 'refuse' },
  layer: { ...OF_SAMPLE, affinePer: 'element' },
  instance: { ...OF_SAMPLE, over: 'positions', centres: 'channel' },
  group: { ...OF_SAMPLE, over: 'group', neighbours: true },
  rms: { ...OF_SAMPLE, centres: null, affinePer: 'element', learns: ({ scale }) => ({ scale, center: false }) },
  'batch-renorm': { ...OVER_BATCH, running: 'deviation', corrects: true, foldable: true },
  'ghost-batch': { ...OVER_BATCH, foldable: true, ghostSize: ({ size }) => size },
  'filter-response': {
    ...OF_SAMPLE,
    over: 'positions',
    centres: null,
    learns: () => ({ scale: true, center: true }),
    learnsMore: ({ threshold }, { channels }) => (threshold ? channels : 0),
    activates: ({ threshold }) => threshold,
  },
  switchable: {
    ...OVER_BATCH,
    over: 'mixture',
    centres: 'set',
    twice: false,
    // A weight for the mean and the variance of each part; without positions there is no instance part.
    learnsMore: (_norm, { positions }) => (positions > 1 ? 6 : 4),
  },
  'decorrelated-batch': {
    ...OVER_BATCH,
    running: 'covariance',
    twice: false,
    neighbours: true,
    whitens: ({ groupSize }, channels) => Math.min(groupSize, channels),
  },
  'dynamic-tanh': { ...COMMON, learnsMore: () => 1 },
  'dynamic-erf': { ...COMMON, learnsMore: () => 2 },
  affine: { ...COMMON, foldable: true },
};

/** The traits of a normalizer; their functions take its options. */
// The entry of a type takes the options of that type, which no type of all entries can say.
export const traitsOf = (norm: Normalizer): NormalizerTraits => TRAITS[norm.type] as NormalizerTraits;

/** Whether a normalization is a layer. */
export const isLayer = (norm: NormalizationSpec): norm is Normalizer => Object.hasOwn(TRAITS, norm.type);

/** Whether training refuses a batch that gives a channel a single value. */
export const needsTwo = (norm: Normalizer): boolean => traitsOf(norm).needsTwo(norm);

/** Whether it learns a gamma and a beta. */
export const learnsAffine = (norm: Normalizer): { scale: boolean; center: boolean } => traitsOf(norm).learns(norm);

/** Learned numbers on samples of that shape. */
export function learnedNumbers(norm: Normalizer, shape: ChannelShape): number {
  const { affinePer, learns, learnsMore } = traitsOf(norm);
  const { scale, center } = learns(norm);
  const each = affinePer === 'channel' ? shape.channels : shape.channels * shape.positions;
  return ((scale ? 1 : 0) + (center ? 1 : 0)) * each + learnsMore(norm, shape);
}

/**
 * Whether biases right below are left out where `model.bias` is auto: a mean over the batch takes them away (Ioffe and
 * Szegedy 2015, 3.2), in batch renormalization once its running mean has followed. Instance normalization cancels them as
 * well; there they stay, because stored runs have them.
 */
export function leavesOutBias(norm: Normalizer): boolean {
  const { over, centres } = traitsOf(norm);
  return over === 'batch' && centres === 'channel' && isBeforeActivation(norm);
}

/** Whether it stands between the weights and the activation. */
export const isBeforeActivation = (norm: Normalizer): boolean =>
  !('placement' in norm) || norm.placement === 'before-activation';

/** Epsilon; null where it has none. */
export const epsOf = (norm: Normalizer): number | null => ('eps' in norm ? norm.eps : null);

/** The same without epsilon. */
export const withoutEps = (norm: NormalizationSpec): NormalizationSpec => ('eps' in norm ? { ...norm, eps: 0 } : norm);

/** Weight of the new batch in the running statistics, null for their plain average; undefined where there are none. */
export const momentumOf = (norm: Normalizer): number | null | undefined =>
  'momentum' in norm ? norm.momentum : undefined;

/** First step that trains with running statistics, which stay as they are from then on; null where none does. */
export const frozenFrom = (norm: Normalizer): number | null =>
  'freezeStatisticsAt' in norm ? norm.freezeStatisticsAt : null;

/** The fields of a norm record, in the order in which they are stored. */
export const NORM_FIELDS = ['batchMean', 'batchVariance', 'runningMean', 'runningVariance', 'gamma', 'beta'] as const;
export type NormField = (typeof NORM_FIELDS)[number];

/** The fields that its records fill: what is not learned never changes, and without statistics there are none to show. */
export function recordedFields(norm: Normalizer): NormField[] {
  const { scale, center } = learnsAffine(norm);
  const { running } = traitsOf(norm);
  return NORM_FIELDS.filter((field) => (field === 'gamma' ? scale : field === 'beta' ? center : running !== null));
}
