/** Puts a dataset into the form. One of the other task brings the loss that fits it along; the form shows the change. */
import { RunSpec } from '../../../engine/spec/schema.ts';
import { datasets } from '../../state/datasets.svelte.ts';
import { draft } from './draft.svelte.ts';
import { valueAt } from '../../state/paths.ts';

/** Chooses a dataset by name. */
export function chooseDataset(name: string): void {
  const before = datasets.find(String(valueAt(draft.values, 'data.dataset')))?.task;
  const after = datasets.find(name)?.task;
  draft.set('data.dataset', name);
  if (after !== undefined && after !== (before ?? 'classification'))
    draft.set(
      'loss',
      RunSpec.parse({ loss: { type: after === 'regression' ? 'mean-squared-error' : 'cross-entropy' } }).loss,
    );
}
