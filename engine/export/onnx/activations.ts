/** Activations as ONNX operators; the formulas are those of engine/kernels/reference/activation.ts. */
import { LEAKY_SLOPE, SCALED_TANH } from '../../kernels/reference/activation.ts';
import type { Activation } from '../../spec/schema.ts';
import type { GraphBuilder } from './graph.ts';

/** f(x). Operator set 17 has no Gelu and no SiLU; runtimes put their parts together again. */
export function writeActivation(graph: GraphBuilder, kind: Activation, x: string): string {
  switch (kind) {
    case 'sigmoid':
      return graph.node('Sigmoid', [x]);
    case 'tanh':
      return graph.node('Tanh', [x]);
    case 'scaled-tanh': {
      const inner = graph.node('Mul', [x, graph.constant('slope', SCALED_TANH.slope)]);
      const amplitude = graph.constant('amplitude', SCALED_TANH.amplitude);
      return graph.node('Mul', [graph.node('Tanh', [inner]), amplitude]);
    }
    case 'relu':
      return graph.node('Relu', [x]);
    case 'leaky-relu':
      return graph.node('LeakyRelu', [x], { alpha: { float: LEAKY_SLOPE } });
    case 'elu':
      return graph.node('Elu', [x], { alpha: { float: 1 } });
    case 'gelu': {
      const share = graph.node('Erf', [graph.node('Div', [x, graph.constant('sqrt2', Math.SQRT2)])]);
      const doubled = graph.node('Mul', [x, graph.node('Add', [share, graph.constant('one', 1)])]);
      return graph.node('Mul', [doubled, graph.constant('half', 0.5)]);
    }
    case 'silu':
      return graph.node('Mul', [x, graph.node('Sigmoid', [x])]);
    case 'softplus':
      return graph.node('Softplus', [x]);
    case 'identity':
      return x;
    default:
      return kind satisfies never;
  }
}
