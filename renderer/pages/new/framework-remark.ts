/** What PyTorch and Keras have for a field of the normalization, in words for the form. */
import { frameworkDefaults } from '../../../engine/spec/framework-defaults.ts';
import type { NormalizationSpec } from '../../../engine/spec/schema.ts';
import { kerasNumber } from '../../../app/view/spec-values.ts';
import { m } from '../../messages/index.ts';
import { formatNumber } from '../../../app/view/numbers.ts';
import { draft } from './draft.svelte.ts';
import { valueAt } from '../../state/paths.ts';

const PLACE = 'model.normalization.';

/** Empty where the path is no such field, or nothing is known. */
export function frameworkRemark(path: string): string {
  if (!path.startsWith(PLACE)) return '';
  const type = valueAt(draft.values, `${PLACE}type`) as NormalizationSpec['type'];
  const field = path.slice(PLACE.length);
  const defaults = frameworkDefaults(type, field);
  if (defaults === null) return '';
  const say = (value: number | boolean): string =>
    typeof value === 'boolean' ? m.newRun.onOff(value) : formatNumber(value);
  const said: string[] = [];
  if (defaults.pytorch !== undefined) said.push(m.newRun.pytorchDefault(say(defaults.pytorch)));
  if (defaults.keras !== undefined)
    said.push(
      field === 'momentum' && typeof defaults.keras === 'number'
        ? m.newRun.kerasMomentumDefault(kerasNumber(defaults.keras), say(defaults.keras))
        : m.newRun.kerasDefault(say(defaults.keras)),
    );
  return m.newRun.defaultsOf(said.join(', '));
}
