/**
 * All formats that hold the network of a run, in the order in which the page offers them. Pure: the page reads it too. What
 * makes them from a stored run: app/service/model-files.ts.
 */
import type { ExportOption, ModelFormatEntry } from './format.ts';
import { onnx } from './onnx/format.ts';
import { pytorch } from './pytorch/format.ts';
import { safetensors } from './safetensors/format.ts';

const FORMATS = [pytorch, safetensors, onnx] as const;

export type ModelFormat = (typeof FORMATS)[number]['format'];
/** What can be chosen; each goes with the formats that declare it. */
export type ModelOptions = Partial<Record<(typeof FORMATS)[number]['options'][number]['name'], boolean>>;

export const MODEL_FORMATS: readonly ModelFormat[] = FORMATS.map(({ format }) => format);

/** What is known of a format. */
export const modelFormat = (wanted: ModelFormat): ModelFormatEntry => FORMATS.find(({ format }) => format === wanted)!;

/** An option, and the formats that it goes with. */
export interface ModelOption {
  name: keyof ModelOptions;
  option: ExportOption;
  formats: ModelFormat[];
}

/** The options of all formats. */
export const MODEL_OPTIONS: readonly ModelOption[] = (() => {
  const byName = new Map<string, ModelOption>();
  for (const format of MODEL_FORMATS)
    for (const option of modelFormat(format).options) {
      const known = byName.get(option.name) ?? { name: option.name as keyof ModelOptions, option, formats: [] };
      known.formats.push(format);
      byName.set(option.name, known);
    }
  return [...byName.values()];
})();
