/** The network as an ONNX model for inference: what is known of it before it is made. */
import { canFold } from '../../spec/normalized-model.ts';
import { texts } from '../../words/words.ts';
import type { ModelFormatEntry } from '../format.ts';

export const onnx = {
  format: 'onnx',
  words: texts('export.onnx', { title: 'ONNX model (.onnx)' }),
  kind: 'file',
  extension: 'onnx',
  refusal: () => null,
  options: [
    {
      name: 'fold',
      words: texts('export.onnx.fold', {
        title: 'ONNX model, folded (.onnx)',
        command: 'fold batch normalization into the layers before it',
      }),
      suffix: '-folded',
      matters: ({ spec }) => canFold(spec.model),
    },
  ],
} as const satisfies ModelFormatEntry;
