/**
 * What an ONNX model cannot say by itself, as texts for its metadata: where it comes from, what its input has gone
 * through, and what its outputs mean. The keys: docs/EXPORT-FORMATS.md.
 */
import type { FittedScaling } from '../../data/scaling.ts';
import type { LossSpec, RunSpec } from '../../spec/schema.ts';

export interface ModelFacts {
  /** Id of the run. */
  run: string;
  step: number;
  spec: RunSpec;
  /** Names of the classes in the order of the outputs; empty for regression. */
  classes: readonly string[];
  /** Of one sample of the dataset. */
  shape: readonly number[];
  /** What the run fitted to its training split; null where it never began. */
  scaling: FittedScaling | null;
  folded: boolean;
}

/** Texts by key; lists and objects as JSON. */
export function metadataOf({ run, step, spec, classes, shape, scaling, folded }: ModelFacts): Record<string, string> {
  return {
    'normscope.run': run,
    'normscope.name': spec.name,
    'normscope.step': String(step),
    'normscope.folded': String(folded),
    'normscope.input': inputText(spec, shape),
    'normscope.scaling': JSON.stringify(scaling ?? { method: spec.data.scaling.method }),
    'normscope.output': outputText(spec.loss, classes.length),
    'normscope.classes': JSON.stringify(classes),
    'normscope.spec': JSON.stringify(spec),
  };
}

function inputText({ data: { scaling } }: RunSpec, shape: readonly number[]): string {
  const of = `Samples of the shape [${shape.join(', ')}] (images channel by channel), `;
  switch (scaling.method) {
    case 'none':
      return `${of}as they are in the dataset.`;
    case 'range':
    case 'standardize':
    case 'center':
    case 'affine':
      return `${of}scaled: (x - shift) * factor + offset, with the numbers in normscope.scaling (no offset: 0; one number: for all features).`;
    case 'per-sample':
      return `${of}each less its mean, over its biased standard deviation; a sample without variance is 0.`;
    case 'pca':
    case 'zca':
      return `${of}whitened (${scaling.method}) by the training split of the run; the matrix is not in this file.`;
    default:
      return scaling satisfies never;
  }
}

function outputText(loss: LossSpec, classes: number): string {
  if (classes === 0) return 'The prediction, in the units of the target.';
  switch (loss.type) {
    case 'cross-entropy':
      return 'Logits, one a class; their softmax are the probabilities.';
    case 'binary-cross-entropy':
      return 'Logits, one a class; the sigmoid of each is the probability of its class.';
    case 'mean-squared-error':
    case 'huber':
      return `One number a class, trained towards ${loss.high} for the right class and ${loss.low} for the others; the largest decides.`;
    default:
      return loss satisfies never;
  }
}
