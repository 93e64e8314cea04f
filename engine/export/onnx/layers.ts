/** Layers as ONNX operators, images being [batch, channels, height, width]. Normalizers: normalizers.ts. */
import type { LayerPlan } from '../../spec/plan.ts';
import type { Placed } from '../walk.ts';
import { writeActivation } from './activations.ts';
import type { GraphBuilder } from './graph.ts';
import { writeNormalizer } from './normalizers.ts';

/** Where each layer is in the tree of modules, by its name. */
export type Places = ReadonlyMap<string, Placed>;

/** Writes a chain of layers that works on the value `x`; returns the value it gives. */
export function writeChain(graph: GraphBuilder, places: Places, chain: readonly LayerPlan[], x: string): string {
  let value = x;
  for (const plan of chain) {
    if (plan.kind === 'residual') {
      const branch = writeChain(graph, places, plan.branch, value);
      const shortcut = writeChain(graph, places, plan.shortcut, value);
      graph.begin(places.get(plan.name)!.path);
      value = graph.node('Add', [branch, shortcut]);
    } else {
      graph.begin(places.get(plan.name)!.path);
      value = writeLayer(graph, plan, value);
    }
  }
  return value;
}

function writeLayer(graph: GraphBuilder, plan: Exclude<LayerPlan, { kind: 'residual' }>, x: string): string {
  switch (plan.kind) {
    case 'dense': {
      const row = plan.inputShape.length > 1 ? graph.node('Flatten', [x], { axis: 1 }) : x;
      return graph.node('Gemm', [row, ...weights(graph, plan.bias)], { transB: 1 });
    }
    case 'conv2d': {
      const { kernel, stride, padding } = plan;
      return graph.node('Conv', [x, ...weights(graph, plan.bias)], {
        kernel_shape: [kernel, kernel],
        strides: [stride, stride],
        pads: [padding, padding, padding, padding],
      });
    }
    case 'max-pool':
    case 'average-pool': {
      const operator = plan.kind === 'max-pool' ? 'MaxPool' : 'AveragePool';
      return graph.node(operator, [x], {
        kernel_shape: [plan.size, plan.size],
        strides: [plan.stride, plan.stride],
      });
    }
    case 'global-average-pool':
      return graph.node('Flatten', [graph.node('GlobalAveragePool', [x])], { axis: 1 });
    case 'flatten':
      return graph.node('Flatten', [x], { axis: 1 });
    case 'dropout':
      // Works in training only.
      return x;
    case 'activation':
      return writeActivation(graph, plan.activation, x);
    case 'scalar':
      return plan.operation === 'shift'
        ? graph.node('Add', [x, graph.learned('bias')])
        : graph.node('Mul', [x, graph.learned('factor')]);
    default:
      return writeNormalizer(graph, plan, x);
  }
}

const weights = (graph: GraphBuilder, bias: boolean): string[] =>
  bias ? [graph.learned('weight'), graph.learned('bias')] : [graph.learned('weight')];
