/**
 * A trained network as an ONNX model for inference: running statistics, no dropout, weights as the layers use them. Its
 * `input` is a batch of any size in PyTorch's order, [batch, features] or [batch, channels, height, width]; its `output`
 * is [batch, outputs]. What these mean: metadata.ts.
 */
import { createReferenceKernels } from '../../kernels/reference.ts';
import { foldNetwork } from '../fold.ts';
import type { Network } from '../network.ts';
import { stateDict } from '../state-dict.ts';
import { requireSameNeighbours, walk } from '../walk.ts';
import { GraphBuilder } from './graph.ts';
import { writeChain } from './layers.ts';
import { modelMessage } from './proto.ts';

export interface OnnxRequest {
  network: Network;
  /** Folds normalizers into the layer before them where that is possible (../fold.ts). */
  fold: boolean;
  name: string;
  /** One sentence for whoever opens the file. */
  description: string;
  /** Version of this program. */
  version: string;
  metadata: Readonly<Record<string, string>>;
}

/** Pieces of the file. Throws PlanError for a network that works on a flattened image in an order of its own. */
export function onnxModel({ network, fold, name, description, version, metadata }: OnnxRequest): Uint8Array[] {
  const { plans, model } = foldNetwork(createReferenceKernels(), network, { normalizers: fold });
  const placed = walk(plans);
  requireSameNeighbours(placed);
  const graph = new GraphBuilder(stateDict(placed, model));
  const last = writeChain(graph, new Map(placed.map((place) => [place.plan.name, place])), plans, 'input');
  const [first, final] = [plans[0]!, plans.at(-1)!];
  return [
    ...modelMessage({
      producer: { name: 'Normscope', version },
      description,
      graph: {
        name,
        nodes: graph.nodes(last, 'output'),
        initializers: graph.initializers,
        inputs: [{ name: 'input', batch: 'batch', shape: first.inputShape }],
        outputs: [{ name: 'output', batch: 'batch', shape: final.shape }],
      },
      metadata,
    }),
  ];
}
