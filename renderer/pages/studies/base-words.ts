/** The base of a study in words: the preset's title, or where the specification is not as the defaults. Pure. */
import { parseRunSpec } from '../../../engine/spec/parse.ts';
import { findPreset } from '../../../engine/spec/presets.ts';
import { RunSpec } from '../../../engine/spec/schema.ts';
import type { StudySpec } from '../../../engine/spec/schema/study.ts';
import { m } from '../../messages/index.ts';
import { sameValue, valueAt } from '../../state/paths.ts';
import { fieldTitles, specLeaves, specQuantity } from '../../state/spec-fields.ts';

const DEFAULTS = RunSpec.parse({});
/** Which run it is and what is looked at. */
const OTHER = /^(name|seed|format|probes|record\.)/;

export function baseWords({ base, version }: Pick<StudySpec, 'base' | 'version'>): string {
  if (typeof base === 'string') return findPreset(base).preset?.title ?? base;
  const parsed = parseRunSpec(base, version);
  if (!parsed.ok) return m.study.ownBase;
  const own = specLeaves(parsed.spec).filter(
    ([path, value]) => !OTHER.test(path) && !sameValue(valueAt(DEFAULTS, path), value),
  );
  const titles = fieldTitles(own.map(([path]) => path));
  const words = own.map(([path, value]) => m.study.setting(titles.get(path) ?? path, specQuantity(path, value)));
  return words.length === 0 ? m.study.defaults : words.join('; ');
}
