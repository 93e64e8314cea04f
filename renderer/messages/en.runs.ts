/** English words of the list of runs and of the trash. */
import type { ExportFormat } from '../../app/contract/exports.ts';

const runs = (count: number): string => (count === 1 ? '1 run' : `${count} runs`);

export const list = {
  title: 'Runs',
  caption: 'Runs, newest first unless sorted',
  count: (shown: number, all: number) => (shown === all ? runs(all) : `${shown} of ${runs(all)}`),
  search: 'Search',
  searchHint: 'Name, tag, dataset, status',
  anyStatus: 'Any status',
  anyTag: 'Any tag',
  statusFilter: 'Status',
  tagFilter: 'Tag',
  clearFilters: 'Clear filters',
  nothing: 'No run matches.',
  columns: {
    select: 'Select',
    status: 'Status',
    name: 'Name',
    curve: 'Curve',
    curveHelp: 'Validation accuracy over training; validation loss for regression',
    started: 'Started',
    duration: 'Duration',
  },
  metricHelp: (name: string) => `${name}: final, or the latest while the run trains`,
  sortBy: (column: string) => `Sort by ${column}`,
  select: (name: string) => `Select ${name}`,
  selectAll: 'Select all listed runs',
  selected: (count: number) => `${count} selected`,
  progress: (step: number, steps: number) => `Step ${step} of ${steps}`,
  curveOf: (first: string, last: string) => `From ${first} to ${last}`,
  differing: (count: number) => (count === 1 ? '1 setting differs' : `${count} settings differ`),
};

export const actions = {
  label: 'Selected runs',
  compare: 'Compare',
  compareHelp: 'Select at least two runs to compare them.',
  duplicate: 'Duplicate',
  study: 'Make a study',
  studyHelp: 'What differs between these runs becomes the factors of a study.',
  tag: 'Tag',
  trash: 'Move to trash',
  clear: 'Clear selection',
  trashed: (count: number) => `${runs(count)} moved to the trash.`,
  restored: (count: number) => `${runs(count)} restored.`,
};

export const exporting = {
  label: 'Export',
  formats: {
    html: 'Report (HTML)',
    csv: 'Series (CSV)',
    'probes-csv': 'Probes (CSV)',
    json: 'Everything (JSON)',
  } satisfies Record<ExportFormat, string>,
};

export const tagging = {
  title: (count: number) => `Tag ${runs(count)}`,
  add: 'Add tags',
  addHelp: 'Separate several with commas.',
  existing: 'In use',
  apply: 'Apply',
  onAll: 'on all',
  onSome: (count: number, of: number) => `on ${count} of ${of}`,
  remove: (tag: string) => `Remove ${tag} from the selected runs`,
  none: 'The selected runs have no tags yet.',
};

export const empty = {
  title: 'No runs yet',
  text:
    'A run trains one network from one specification and keeps everything about it: the curves, and what each ' +
    'normalization layer did. Start with one of these, or set up your own.',
  digits: 'Train on digits with batch normalization',
  digitsHelp: 'Three hidden layers of 100 sigmoids, as in section 4.1 of Ioffe and Szegedy (2015).',
  plane: 'Train on points in the plane',
  planeHelp: 'A small network that finishes in seconds.',
  own: 'Set up a run',
  starting: 'Starting',
};

export const trash = {
  title: 'Trash',
  caption: 'Runs in the trash',
  empty: 'The trash is empty.',
  text: 'Runs stay here until you delete them for ever.',
  restore: 'Restore',
  purge: 'Delete for ever',
  purgeTitle: (count: number) => `Delete ${runs(count)} for ever?`,
  purgeText: 'Their curves, records and notes are deleted with them. This cannot be undone.',
  andMore: (count: number) => `and ${count} more`,
  purged: (count: number) => `${runs(count)} deleted.`,
  moved: 'Moved here',
};
