/** What the list of runs is set to: filters, order, selection. Lives outside the page, so that it survives navigation. */
import type { RunStatus } from '../../app/contract/run-status.ts';
import { between, withAll } from './selection.ts';

export interface ListSort {
  key: string;
  descending: boolean;
}

class RunListState {
  text = $state('');
  status: RunStatus | '' = $state('');
  tag = $state('');
  sort: ListSort | null = $state.raw(null);
  selected: ReadonlySet<string> = $state.raw(new Set());
  /** Set by "/" on another page: the list is to put the focus into its search field. */
  wantsSearch = $state(false);
  #anchor = '';

  readonly filtered = $derived(this.text.trim() !== '' || this.status !== '' || this.tag !== '');

  clearFilters(): void {
    this.text = '';
    this.status = '';
    this.tag = '';
  }

  /** Sorts by a column: `first` is the direction of the first click; the third returns to newest first. */
  sortBy(key: string, first: 'ascending' | 'descending'): void {
    const descending = first === 'descending';
    if (this.sort?.key !== key) this.sort = { key, descending };
    else this.sort = this.sort.descending === descending ? { key, descending: !descending } : null;
  }

  /** Selects or deselects one run; with `range`, everything between it and the last one that was touched. */
  toggle(id: string, ids: readonly string[], range: boolean): void {
    const touched = range ? between(ids, this.#anchor, id) : [id];
    this.selected = withAll(this.selected, touched, !this.selected.has(id));
    this.#anchor = id;
  }

  select(ids: readonly string[]): void {
    this.selected = new Set(ids);
  }

  clear(): void {
    this.selected = new Set();
  }
}

export const runList = new RunListState();
