/** The kinds of networks: which layers stand in which order. */
import { issueAt } from '../words/worded.ts';
import { PLANS } from './together-words.ts';
import { isBeforeActivation, isLayer, leavesOutBias, traitsOf } from './normalizers.ts';
import { PlanBuilder } from './plan-builder.ts';
import { imageShape, PlanError, type LayerPlan } from './plan.ts';
import type { LayerSpec, ModelSpec, SimpleLayerSpec } from './schema.ts';

type Kind<K extends ModelSpec['kind']> = Extract<ModelSpec, { kind: K }>;

/**
 * Layers from the input to the output. `shape` is that of one sample, `outputs` the number of classes or targets.
 * Throws PlanError where the model does not fit.
 */
export function planModel(model: ModelSpec, shape: readonly number[], outputs: number): LayerPlan[] {
  const image = imageShape(shape);
  const start = model.kind === 'mlp' || image === null ? [shape.reduce((a, b) => a * b, 1)] : image;
  const builder = new PlanBuilder(model, start);
  switch (model.kind) {
    case 'mlp':
      buildMlp(builder, model);
      break;
    case 'cnn':
      buildCnn(builder, model);
      break;
    case 'resnet':
      buildResnet(builder, model);
      break;
    case 'layers':
      buildLayers(builder, model, model.layers, 'model.layers');
      break;
    default:
      model satisfies never;
  }
  // Fixup starts the classifier at 0 (Zhang et al. 2019).
  const weightFactor = model.normalization.type === 'fixup' ? 0 : 1;
  builder.dense(outputs, { bias: true, biasInitial: 0, weightFactor, hidden: false });
  if (model.outputActivation !== 'identity') builder.activate(model.outputActivation);
  return builder.plans;
}

/** What keeps the model from being built on data of that shape, or null. */
export function planIssue(
  model: ModelSpec,
  shape: readonly number[],
  outputs: number,
): { path: string; message: string } | null {
  try {
    planModel(model, shape, outputs);
    return null;
  } catch (error) {
    if (error instanceof PlanError) return issueAt(error.path, error.said);
    throw error;
  }
}

/** What `model.bias` means for a layer that a normalization follows, or does not. */
function hasBias(model: ModelSpec, normalized: boolean): boolean {
  switch (model.bias) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'auto':
      return !(normalized && isLayer(model.normalization) && leavesOutBias(model.normalization));
    default:
      return model.bias satisfies never;
  }
}

/** Initial bias of hidden layer `index` of `hidden`. Throws PlanError where the list has another length. */
function biasInitial({ biasInitial: list }: ModelSpec, index: number, hidden: number): number {
  if (list.length === 1) return list[0]!;
  if (list.length !== hidden)
    throw new PlanError('model.biasInitial', PLANS['biases-and-layers']({ numbers: list.length, layers: hidden }));
  return list[index]!;
}

/** Normalization, activation, in the order that the placement asks for. */
function finishStorey(builder: PlanBuilder, model: ModelSpec): void {
  const norm = isLayer(model.normalization) ? model.normalization : null;
  const after = norm !== null && !isBeforeActivation(norm);
  if (!after) builder.normalize();
  if (norm === null || !traitsOf(norm).activates(norm)) builder.activate();
  if (after) builder.normalize();
}

function buildMlp(builder: PlanBuilder, model: Kind<'mlp'>): void {
  model.hidden.forEach((units, index) => {
    builder.dense(units, { bias: hasBias(model, true), biasInitial: biasInitial(model, index, model.hidden.length) });
    finishStorey(builder, model);
    builder.dropout(model.dropout);
  });
}

function buildCnn(builder: PlanBuilder, model: Kind<'cnn'>): void {
  const { channels, kernel, pool, head, hidden, dropout } = model;
  const storeys = channels.length + hidden.length;
  const bias = hasBias(model, true);
  if (kernel % 2 === 0) throw new PlanError('model.kernel', PLANS['even-kernel']({ kernel }));
  const padding = (kernel - 1) / 2;
  channels.forEach((count, index) => {
    const at = { kernel, stride: 1, padding, path: 'model.kind' };
    builder.convolution(count, at, { bias, biasInitial: biasInitial(model, index, storeys) });
    finishStorey(builder, model);
    const [, height, width] = builder.image('model.kind', 'pooling');
    if (pool !== 'none' && index < channels.length - 1 && height >= 2 && width >= 2)
      builder.pool(pool === 'max' ? 'max-pool' : 'average-pool', { size: 2, stride: 2, path: 'model.pool' });
  });
  if (head === 'global-average') builder.globalAverage('model.head');
  else builder.flatten();
  hidden.forEach((units, index) => {
    builder.dense(units, { bias, biasInitial: biasInitial(model, channels.length + index, storeys) });
    finishStorey(builder, model);
    builder.dropout(dropout);
  });
  if (hidden.length === 0) builder.dropout(dropout);
}

/** He et al. (2016), section 4.2: depth 6 n + 2, three stages of n blocks, the second and third at half the size. */
function buildResnet(builder: PlanBuilder, model: Kind<'resnet'>): void {
  const blocks = (model.depth - 2) / 6;
  const convolutions = model.depth - 1;
  let layer = 0;
  const conv = (to: PlanBuilder, channels: number, stride: number, weightFactor = 1): void => {
    const bias = hasBias(model, true) && model.normalization.type !== 'fixup';
    const weights = { bias, biasInitial: biasInitial(model, layer++, convolutions), weightFactor };
    to.convolution(channels, { kernel: 3, stride, padding: 1, path: 'model.kind' }, weights);
  };
  conv(builder, model.width, 1);
  if (model.normalization.type === 'fixup') builder.scalar('shift', 0);
  finishStorey(builder, model);
  for (let stage = 0; stage < 3; stage++)
    for (let block = 0; block < blocks; block++) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      addBlock(
        builder,
        model,
        { number: stage * blocks + block + 1, blocks: 3 * blocks, channels: model.width << stage, stride },
        conv,
      );
    }
  builder.globalAverage('model.kind');
  if (model.normalization.type === 'fixup') builder.scalar('shift', 0);
}

interface BlockPlace {
  number: number;
  /** Blocks in the whole network. */
  blocks: number;
  channels: number;
  stride: number;
}

/** Two convolutions with what normalizes them, a shortcut around, the activation after the sum. */
function addBlock(
  builder: PlanBuilder,
  model: Kind<'resnet'>,
  { number, blocks, channels, stride }: BlockPlace,
  conv: (to: PlanBuilder, channels: number, stride: number, weightFactor?: number) => void,
): void {
  const inputShape = builder.shape;
  const prefix = `block${number}.`;
  const branch = new PlanBuilder(model, inputShape, prefix);
  const type = model.normalization.type;
  if (type === 'fixup') {
    // Zhang et al. (2019): m = 2 layers a branch, L blocks; L^(-1 / (2 m - 2)) for the first, 0 for the last.
    branch.scalar('shift', 0);
    conv(branch, channels, stride, blocks ** -0.5);
    branch.scalar('shift', 0);
    branch.activate();
    branch.scalar('shift', 0);
    conv(branch, channels, 1, 0);
    branch.scalar('scale', 1);
    branch.scalar('shift', 0);
  } else {
    conv(branch, channels, stride);
    finishStorey(branch, model);
    conv(branch, channels, 1);
    branch.normalize();
    // De and Smith (2020): the branch starts at 0, so that the block starts as the identity.
    if (type === 'skip-init') branch.scalar('scale', 0);
  }
  const shortcut = new PlanBuilder(model, inputShape, `${prefix}shortcut.`);
  if (!sameShape(branch.shape, inputShape)) project(shortcut, model, channels, stride);
  builder.push({
    name: `${prefix}sum`,
    kind: 'residual',
    inputShape,
    shape: branch.shape,
    parameters: 0,
    branch: branch.plans,
    shortcut: shortcut.plans,
  });
  builder.activate();
}

/** A convolution of 1 x 1 that gives the shortcut the shape of the branch. */
function project(shortcut: PlanBuilder, model: ModelSpec, channels: number, stride: number): void {
  const bias = hasBias(model, true);
  shortcut.convolution(channels, { kernel: 1, stride, padding: 0, path: 'model.kind' }, { bias, biasInitial: 0 });
  shortcut.normalize();
}

const sameShape = (a: readonly number[], b: readonly number[]): boolean => a.join() === b.join();

function buildLayers(builder: PlanBuilder, model: Kind<'layers'>, layers: readonly LayerSpec[], path: string): void {
  layers.forEach((layer, index) => {
    const at = `${path}.${index}`;
    const normalized = layers[index + 1]?.type === 'normalization';
    if (layer.type === 'residual') addResidual(builder, model, layer, at);
    else addLayer(builder, model, layer, { path: at, normalized });
  });
}

function addLayer(
  builder: PlanBuilder,
  model: ModelSpec,
  layer: SimpleLayerSpec,
  { path, normalized }: { path: string; normalized: boolean },
): void {
  switch (layer.type) {
    case 'dense':
      return builder.dense(layer.units, { bias: hasBias(model, normalized), biasInitial: layer.biasInitial });
    case 'conv2d': {
      const weights = { bias: hasBias(model, normalized), biasInitial: layer.biasInitial };
      return builder.convolution(layer.channels, { ...layer, path }, weights);
    }
    case 'normalization':
      return builder.normalize();
    case 'activation':
      return builder.activate();
    case 'max-pool':
    case 'average-pool':
      return builder.pool(layer.type, { ...layer, path });
    case 'global-average-pool':
      return builder.globalAverage(path);
    case 'flatten':
      return builder.flatten();
    case 'dropout':
      return builder.dropout(layer.rate);
    default:
      return layer satisfies never;
  }
}

function addResidual(
  builder: PlanBuilder,
  model: Kind<'layers'>,
  layer: Extract<LayerSpec, { type: 'residual' }>,
  path: string,
): void {
  const inputShape = builder.shape;
  const prefix = `${builder.name('block')}.`;
  const branch = new PlanBuilder(model, inputShape, prefix);
  buildLayers(branch, model, layer.layers, `${path}.layers`);
  const shortcut = new PlanBuilder(model, inputShape, `${prefix}shortcut.`);
  if (layer.shortcut === 'projection') {
    const [channels = 1, height] = branch.shape;
    const stride = height === undefined ? 1 : Math.max(1, Math.round((inputShape[1] ?? 1) / height));
    if (inputShape.length === 3) project(shortcut, model, channels, stride);
    else {
      shortcut.dense(channels, { bias: hasBias(model, true), biasInitial: 0 });
      shortcut.normalize();
    }
  }
  if (!sameShape(branch.shape, shortcut.shape))
    throw new PlanError(
      `${path}.shortcut`,
      PLANS['shortcut-of-other-shape']({ shortcut: layer.shortcut, branch: branch.shape, other: shortcut.shape }),
    );
  builder.push({
    ...{ name: `${prefix}sum`, kind: 'residual', inputShape, shape: branch.shape, parameters: 0 },
    ...{ branch: branch.plans, shortcut: shortcut.plans },
  });
}
