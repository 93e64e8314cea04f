/** Compiles the model of a specification into layers with reserved tensors. Not for training: see train.ts. */
import type { Kernels, Tensor } from './kernels/kernels.ts';
import { backwardChain, forwardChain } from './layers/chain.ts';
import { createLayer } from './layers/create.ts';
import type { Layer, LayerContext, Mode, Parameter } from './layers/layer.ts';
import { createResidual } from './layers/residual.ts';
import type { Random } from './random.ts';
import type { LayerPlan } from './spec/plan.ts';
import { planModel } from './spec/plan-networks.ts';
import type { ModelSpec } from './spec/schema.ts';

/** A compiled network. Nothing allocates after {@link compileModel}. */
export interface Model {
  /** Every layer in the order in which it works, those inside residual blocks too; the input itself is not a layer. */
  readonly layers: readonly Layer[];
  readonly parameters: readonly Parameter[];
  /** Numbers the last layer gives for a sample. */
  readonly outputs: number;
  /** Tells every layer which update comes next, counted from 1. */
  beginStep(step: number): void;
  /** x: rows x inputs; returns rows x outputs. */
  forward(x: Tensor, rows: number, mode: Mode): Tensor;
  /** Fills all gradients, given that of the outputs, after a forward pass in any mode (see {@link Layer.backward}). */
  backward(dy: Tensor, rows: number): void;
}

export interface ModelShape {
  /** Shape of one sample: [features], [height, width] or [channels, height, width]. */
  shape: readonly number[];
  /** Classes, or targets for regression. */
  outputs: number;
  /** Most rows in one pass. */
  capacity: number;
  /** Most rows in one pass in mode `train`, or that goes back; as many as `capacity` when left out. */
  batch?: number;
}

/** Streams of random numbers; without one for dropout its layers refuse to train. */
export interface ModelStreams {
  initialization: Random;
  dropout?: Random;
}

/** Builds the network; weights are drawn layer by layer from the input on. Throws PlanError where it does not fit. */
export function compileModel(kernels: Kernels, spec: ModelSpec, shape: ModelShape, streams: ModelStreams): Model {
  return compilePlans(kernels, planModel(spec, shape.shape, shape.outputs), spec, shape, streams);
}

/**
 * Builds the network of a plan that need not be the one of `spec`, which says how weights are drawn and computed. `wrap` may
 * put something around each layer, to look at what passes.
 */
export function compilePlans(
  kernels: Kernels,
  plans: readonly LayerPlan[],
  spec: ModelSpec,
  { outputs, capacity, batch = capacity }: Omit<ModelShape, 'shape'>,
  { initialization, dropout = initialization }: ModelStreams,
  wrap: (layer: Layer) => Layer = (layer) => layer,
): Model {
  const context: LayerContext = { kernels, capacity, batch, initialization, dropout };
  const layers: Layer[] = [];

  /** Builds a chain and lists its layers; `first` where its input is the data, whose gradient nobody needs. */
  const build = (chain: readonly LayerPlan[], first: boolean): Layer[] =>
    chain.map((plan, index) => {
      const inputGradient = !(first && index === 0);
      const layer = wrap(
        plan.kind === 'residual'
          ? createResidual(context, plan, build(plan.branch, false), build(plan.shortcut, false))
          : createLayer(context, plan, spec, inputGradient),
      );
      layers.push(layer);
      return layer;
    });

  const chain = build(plans, true);
  const steady = layers.filter((layer) => layer.beginStep !== undefined);
  return {
    layers,
    parameters: layers.flatMap((layer) => layer.parameters),
    outputs,
    beginStep(step) {
      for (const layer of steady) layer.beginStep!(step);
    },
    forward: (x, rows, mode) => forwardChain(chain, x, rows, mode),
    backward(dy, rows) {
      backwardChain(chain, dy, rows);
    },
  };
}
