/** Puts the conventions of a framework into the form: every field that they decide shows what it now is. */
import { CONVENTIONS, type Semantics } from '../../../engine/spec/semantics.ts';
import { draft } from './draft.svelte.ts';
import { valueAt } from '../../state/paths.ts';

const PLACE = 'model.normalization';

/** Chooses conventions by the name of their source. */
export function chooseSemantics(semantics: string): void {
  const norm = valueAt(draft.values, PLACE) as object;
  draft.set(PLACE, { ...norm, ...CONVENTIONS[semantics as Semantics], semantics });
}
