/**
 * Normalizers in inference as ONNX operators: one of its own where ONNX has it, otherwise arithmetic. The formulas are
 * those of engine/normalization, with running statistics.
 */
import { createInverseSquareRoot } from '../../normalization/inverse-square-root.ts';
import { channelsOf, sizeOf, type NormalizationPlan } from '../../spec/plan.ts';
import type { NormalizationOf } from '../../spec/schema.ts';
import type { GraphBuilder } from './graph.ts';

/** Writes the normalizer; returns its output. */
export function writeNormalizer(graph: GraphBuilder, plan: NormalizationPlan, x: string): string {
  const norm = plan.normalization;
  switch (norm.type) {
    case 'batch':
    case 'ghost-batch':
      return batchNorm(graph, plan, x, { variance: graph.learned('running_var'), eps: norm.eps });
    case 'batch-renorm': {
      // It divides by its running deviation, which has eps in it.
      const squares = Array.from(graph.numbers('running_std'), (deviation) => deviation ** 2);
      const variance = graph.constant('running_var', squares, [squares.length]);
      return batchNorm(graph, plan, x, { variance, eps: 0 });
    }
    case 'layer': {
      const inputs = [x, gammaOrOnes(graph, plan.shape), ...(has(graph, 'bias') ? [graph.learned('bias')] : [])];
      return graph.node('LayerNormalization', inputs, { axis: 1, epsilon: { float: norm.eps } });
    }
    case 'instance':
      return graph.node(
        'InstanceNormalization',
        [x, gammaOrOnes(graph, [channelsOf(plan.shape)]), betaOrZeros(graph, [channelsOf(plan.shape)])],
        { epsilon: { float: norm.eps } },
      );
    case 'group':
      return affine(graph, plan, groups(graph, plan, norm, x));
    case 'rms': {
      const axes = plan.shape.map((_, i) => i + 1);
      const y = overRootMeanSquare(graph, x, axes, norm.eps);
      return has(graph, 'weight') ? graph.node('Mul', [y, graph.learned('weight', plan.shape)]) : y;
    }
    case 'filter-response': {
      const y = affine(graph, plan, overRootMeanSquare(graph, x, positionAxes(plan), norm.eps));
      return norm.threshold ? graph.node('Max', [y, graph.learned('tau', perChannel(plan))]) : y;
    }
    case 'switchable':
      return affine(graph, plan, switchable(graph, plan, norm, x));
    case 'decorrelated-batch':
      return decorrelated(graph, plan, norm, x);
    case 'dynamic-tanh':
      return affine(graph, plan, graph.node('Tanh', [graph.node('Mul', [x, graph.learned('alpha')])]));
    case 'dynamic-erf': {
      const inner = graph.node('Mul', [x, graph.learned('alpha')]);
      return affine(graph, plan, graph.node('Erf', [graph.node('Add', [inner, graph.learned('shift')])]));
    }
    case 'affine':
      return affine(graph, plan, x);
    default:
      return norm satisfies never;
  }
}

const has = (graph: GraphBuilder, own: string): boolean => graph.find(own) !== undefined;
const isImage = ({ shape }: NormalizationPlan): boolean => shape.length === 3;
/** The shape in which one number a channel is combined with a batch. */
const perChannel = (plan: NormalizationPlan): number[] =>
  isImage(plan) ? [channelsOf(plan.shape), 1, 1] : [channelsOf(plan.shape)];
const positionAxes = (plan: NormalizationPlan): number[] => (isImage(plan) ? [2, 3] : []);

/** gamma for operators that cannot do without. */
const gammaOrOnes = (graph: GraphBuilder, shape: readonly number[]): string =>
  has(graph, 'weight')
    ? graph.learned('weight')
    : graph.constant('ones', new Float32Array(sizeOf(shape)).fill(1), shape);
const betaOrZeros = (graph: GraphBuilder, shape: readonly number[]): string =>
  has(graph, 'bias') ? graph.learned('bias') : graph.constant('zeros', new Float32Array(sizeOf(shape)), shape);

/** gamma x + beta, one of each a channel, as far as they are there. */
function affine(graph: GraphBuilder, plan: NormalizationPlan, x: string): string {
  const scaled = has(graph, 'weight') ? graph.node('Mul', [x, graph.learned('weight', perChannel(plan))]) : x;
  return has(graph, 'bias') ? graph.node('Add', [scaled, graph.learned('bias', perChannel(plan))]) : scaled;
}

function batchNorm(
  graph: GraphBuilder,
  plan: NormalizationPlan,
  x: string,
  { variance, eps }: { variance: string; eps: number },
): string {
  const shape = [channelsOf(plan.shape)];
  const inputs = [x, gammaOrOnes(graph, shape), betaOrZeros(graph, shape), graph.learned('running_mean'), variance];
  return graph.node('BatchNormalization', inputs, { epsilon: { float: eps } });
}

/** The groups of a sample become the channels of InstanceNormalization, their values its positions. */
function groups(graph: GraphBuilder, plan: NormalizationPlan, norm: NormalizationOf<'group'>, x: string): string {
  const shape = [norm.groups];
  // In a wanted shape 0 keeps a dimension and -1 is what is left.
  const split = graph.node('Reshape', [x, graph.integers('grouped', [0, norm.groups, -1])]);
  const ones = graph.constant('ones', new Float32Array(norm.groups).fill(1), shape);
  const zeros = graph.constant('zeros', new Float32Array(norm.groups), shape);
  const xhat = graph.node('InstanceNormalization', [split, ones, zeros], { epsilon: { float: norm.eps } });
  return graph.node('Reshape', [xhat, graph.integers('shape', [0, ...plan.shape])]);
}

/** x / sqrt(mean x^2 + eps), the mean over `axes`; over none it is the number itself. */
function overRootMeanSquare(graph: GraphBuilder, x: string, axes: readonly number[], eps: number): string {
  const squares = graph.node('Mul', [x, x]);
  const mean = axes.length === 0 ? squares : graph.node('ReduceMean', [squares], { axes, keepdims: 1 });
  return graph.node('Div', [x, rootOf(graph, mean, eps)]);
}

const rootOf = (graph: GraphBuilder, variance: string, eps: number): string =>
  graph.node('Sqrt', [graph.node('Add', [variance, graph.constant('eps', eps)])]);

/** (x - mean) / sqrt(variance + eps) with mixtures of instance (images only), layer and running statistics. */
function switchable(
  graph: GraphBuilder,
  plan: NormalizationPlan,
  norm: NormalizationOf<'switchable'>,
  x: string,
): string {
  const [w, v] = [softmax(graph.numbers('mean_logits')), softmax(graph.numbers('variance_logits'))];
  const everywhere = plan.shape.map((_, i) => i + 1);
  // Without positions there is no instance part, and one logit less.
  const parts = w.length === 3 ? [positionAxes(plan), everywhere] : [everywhere];
  const weighted = (weights: readonly number[], part: number, value: string): string =>
    graph.node('Mul', [value, graph.constant('share', weights[part]!)]);
  const running = (weights: readonly number[], own: string): string => {
    const values = Array.from(graph.numbers(own), (value) => weights.at(-1)! * value);
    return graph.constant(own, values, perChannel(plan));
  };
  let mean = running(w, 'running_mean');
  let variance = running(v, 'running_var');
  parts.forEach((axes, part) => {
    const partMean = graph.node('ReduceMean', [x], { axes, keepdims: 1 });
    const centred = graph.node('Sub', [x, partMean]);
    const partVariance = graph.node('ReduceMean', [graph.node('Mul', [centred, centred])], { axes, keepdims: 1 });
    mean = graph.node('Add', [weighted(w, part, partMean), mean]);
    variance = graph.node('Add', [weighted(v, part, partVariance), variance]);
  });
  return graph.node('Div', [graph.node('Sub', [x, mean]), rootOf(graph, variance, norm.eps)]);
}

function softmax(logits: ArrayLike<number>): number[] {
  const values = Array.from(logits);
  const powers = values.map((value) => Math.exp(value - Math.max(...values)));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** gamma W (x - mean) + beta: a matrix over the channels, which is a convolution of 1 x 1 for images. */
function decorrelated(
  graph: GraphBuilder,
  plan: NormalizationPlan,
  norm: NormalizationOf<'decorrelated-batch'>,
  x: string,
): string {
  const channels = channelsOf(plan.shape);
  const matrix = whitening(channels, norm, graph.numbers('running_cov'));
  if (has(graph, 'weight')) {
    const gamma = graph.numbers('weight');
    matrix.forEach((value, i) => (matrix[i] = gamma[Math.floor(i / channels)]! * value));
  }
  const centred = graph.node('Sub', [x, graph.learned('running_mean', perChannel(plan))]);
  const bias = has(graph, 'bias') ? [graph.learned('bias')] : [];
  if (!isImage(plan))
    return graph.node('Gemm', [centred, graph.constant('whitening', matrix, [channels, channels]), ...bias], {
      transB: 1,
    });
  const filters = graph.constant('whitening', matrix, [channels, channels, 1, 1]);
  return graph.node('Conv', [centred, filters, ...bias], { kernel_shape: [1, 1] });
}

/** W, channels x channels, from the running covariances within the groups: a row of them for each channel. */
function whitening(
  channels: number,
  { groupSize, iterations, eps }: NormalizationOf<'decorrelated-batch'>,
  covariances: ArrayLike<number>,
): Float64Array {
  const matrix = new Float64Array(channels ** 2);
  const width = covariances.length / channels;
  for (let start = 0; start < channels; start += groupSize) {
    const size = Math.min(groupSize, channels - start);
    const root = createInverseSquareRoot(size, iterations);
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) root.s[i * size + j] = covariances[(start + i) * width + j]! + (i === j ? eps : 0);
    root.forward();
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) matrix[(start + i) * channels + start + j] = root.w[i * size + j]!;
  }
  return matrix;
}
