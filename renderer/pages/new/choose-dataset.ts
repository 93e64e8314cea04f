/** Puts a dataset into the form. One of the other task brings the loss that fits it along; the form shows the change. */
import { datasets } from '../../state/datasets.svelte.ts';
import { draft } from './draft.svelte.ts';
import { valueAt } from './paths.ts';

export function chooseDataset(name: string): void {
  draft.set('data.dataset', name);
  const task = datasets.find(name)?.task;
  const regression = valueAt(draft.values, 'loss') === 'mean-squared-error';
  if (task === 'regression' && !regression) draft.set('loss', 'mean-squared-error');
  if (task === 'classification' && regression) draft.set('loss', 'cross-entropy');
}
