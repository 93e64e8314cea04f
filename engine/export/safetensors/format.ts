/** The weights in the format of safetensors: what is known of it before it is made. */
import { texts } from '../../words/words.ts';
import type { ModelFormatEntry } from '../format.ts';

export const safetensors = {
  format: 'safetensors',
  words: texts('export.safetensors', { title: 'Weights (.safetensors)' }),
  kind: 'file',
  extension: 'safetensors',
  refusal: () => null,
  options: [],
} as const satisfies ModelFormatEntry;
