/** What claims have in common: data of both sizes, levels of normalization, grids, and the sources. */
import type { RunSpecInput } from '../../spec/schema.ts';
import type { StudySpecInput } from '../../spec/schema/study.ts';
import type { Size } from './claim.ts';

type FactorInput = NonNullable<StudySpecInput['factors']>[number];
type MeasureInput = StudySpecInput['measures'][number];

/** Drawn digits, 8,000 to learn from and 2,000 to judge by; values 0 to 1, as they are stored. */
export const digits = (size: Size): NonNullable<RunSpecInput['data']> => ({
  dataset: size === 'quick' ? 'digits-14' : 'digits',
  split: { train: 0.8, validation: 0.2, test: 0 },
});

/** One or the other, by size. */
export const bySize = <T>(size: Size, quick: T, full: T): T => (size === 'quick' ? quick : full);

/** `depth` hidden layers of `width` units. */
export const layers = (depth: number, width: number): number[] => new Array<number>(depth).fill(width);

const NORMALIZATIONS = {
  none: { type: 'none' },
  batch: { type: 'batch' },
  'standardize only': { type: 'batch', center: false, scale: false },
  'affine only': { type: 'affine' },
  layer: { type: 'layer' },
  'statistics as constants': { type: 'batch', gradient: 'detached' },
  'batch renorm': { type: 'batch-renorm' },
} as const;
export type NormalizationLevel = keyof typeof NORMALIZATIONS;

/** The factor `normalization`; each level sets all of it. */
export const normalization = (...levels: NormalizationLevel[]): FactorInput => ({
  ...{ type: 'levels', name: 'normalization' },
  levels: levels.map((label) => ({ label, set: { 'model.normalization': NORMALIZATIONS[label] } })),
});

/** The factor `learning rate`. */
export const rates = (...values: number[]): FactorInput => ({
  ...{ type: 'values', name: 'learning rate', path: 'optimizer.learningRate', values },
});

/** The factor `inputs`: a x + b for every input x. */
export const inputs = (levels: Record<string, { factor?: number; shift?: number }>): FactorInput => ({
  ...{ type: 'levels', name: 'inputs' },
  levels: Object.entries(levels).map(([label, { factor = 1, shift = 0 }]) => ({
    label,
    set: { 'data.scaling': { method: 'affine', factor, shift } },
  })),
});

/** Each arm at its own best learning rate. */
export const tuned = [{ type: 'best', factor: 'learning rate' }] as const;

/** The first evaluation at which the validation accuracy is at least `level`, at the arm's best learning rate. */
export const stepsTo = (level: number): MeasureInput => ({
  name: `steps to ${Math.round(100 * level)} %`,
  value: { of: 'validation.accuracy', summary: { type: 'steps-to', level } },
  ...{ better: 'lower', unit: 'steps', reduce: [...tuned] },
});

/** The validation accuracy at the end of training, with running statistics. */
export const finalAccuracy = (reduce: MeasureInput['reduce'] = [...tuned]): MeasureInput => ({
  ...{ name: 'final accuracy', value: { of: 'validation.accuracy' }, better: 'higher', reduce },
});

/** The best validation accuracy in the course of training, with running statistics. */
export const bestAccuracy = (reduce: MeasureInput['reduce'] = [...tuned]): MeasureInput => ({
  ...{
    name: 'best accuracy',
    value: { of: 'validation.accuracy', summary: { type: 'best' } },
    better: 'higher',
    reduce,
  },
});

/** A number that a probe gives. */
export const probed = (name: string, of: string, better: 'higher' | 'lower'): MeasureInput => ({
  ...{ name, value: { of: `probe.${of}` }, better },
});

/** Looked at rarely: studies have many runs. */
export const seldom = (steps: number): Pick<RunSpecInput, 'record'> => ({
  record: { normalization: { every: steps } },
});

export const SOURCES = {
  question: {
    title: 'Input normalisation for ReLU neurons, Cross Validated 191762',
    url: 'https://stats.stackexchange.com/questions/191762',
  },
  batchNorm: { title: 'Ioffe and Szegedy 2015, Batch Normalization', url: 'https://arxiv.org/abs/1502.03167' },
  backProp: {
    title: 'LeCun, Bottou, Orr and Müller 1998, Efficient BackProp',
    url: 'http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf',
  },
  santurkar: {
    title: 'Santurkar et al. 2018, How Does Batch Normalization Help Optimization?',
    url: 'https://arxiv.org/abs/1805.11604',
  },
  bjorck: { title: 'Bjorck et al. 2018, Understanding Batch Normalization', url: 'https://arxiv.org/abs/1806.02375' },
  ghorbani: {
    title: 'Ghorbani, Krishnan and Xiao 2019, Neural Net Optimization via Hessian Eigenvalue Density',
    url: 'https://arxiv.org/abs/1901.10159',
  },
  layerNorm: { title: 'Ba, Kiros and Hinton 2016, Layer Normalization', url: 'https://arxiv.org/abs/1607.06450' },
  groupNorm: { title: 'Wu and He 2018, Group Normalization', url: 'https://arxiv.org/abs/1803.08494' },
  renorm: { title: 'Ioffe 2017, Batch Renormalization', url: 'https://arxiv.org/abs/1702.03275' },
  yang: {
    title: 'Yang et al. 2019, A Mean Field Theory of Batch Normalization',
    url: 'https://arxiv.org/abs/1902.08129',
  },
  vanLaarhoven: {
    title: 'van Laarhoven 2017, L2 Regularization versus Batch and Weight Normalization',
    url: 'https://arxiv.org/abs/1706.05350',
  },
  wuJohnson: { title: 'Wu and Johnson 2021, Rethinking "Batch" in BatchNorm', url: 'https://arxiv.org/abs/2105.07576' },
  ghost: {
    title: 'Hoffer, Hubara and Soudry 2017, Train longer, generalize better',
    url: 'https://arxiv.org/abs/1705.08741',
  },
  keras: {
    title: 'Keras, BatchNormalization layer',
    url: 'https://keras.io/api/layers/normalization_layers/batch_normalization/',
  },
} as const;
