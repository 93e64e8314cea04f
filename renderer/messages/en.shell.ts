/** English words of the frame around the pages, of formats, and of things that several pages share. */

export const shell = {
  name: 'Normscope',
  title: (page: string) => `${page} · Normscope`,
  skip: 'Skip to content',
  navigation: 'Main',
  nav: { runs: 'Runs', new: 'New run', compare: 'Compare', studies: 'Studies', datasets: 'Datasets', trash: 'Trash' },
  unexpected: 'Something unforeseen went wrong in this page. Reload it; if it happens again, please report it.',
  offline: 'No connection to Normscope. What you see may be out of date; it catches up by itself once it is back.',
  lost: 'The connection has ended.',
  reconnect: 'Connect again',
  close: 'Close',
  cancel: 'Cancel',
  dismiss: 'Dismiss',
  undo: 'Undo',
  loading: 'Loading',
  numbers: (caption: string) => `Numbers: ${caption}`,
  notifications: 'Notifications',
  notFound: { title: 'Page not found', text: 'There is nothing at this address.', home: 'Go to the runs' },
  crash: {
    title: 'This page stopped working',
    text: 'Your runs are not affected: they train and are stored outside this page.',
    again: 'Show the page again',
  },
  activity: (running: number, queued: number) =>
    running === 0 && queued === 0 ? 'Idle' : `${running} running${queued > 0 ? `, ${queued} queued` : ''}`,
  theme: { label: 'Theme', system: 'system', light: 'light', dark: 'dark' },
  help: 'Keyboard shortcuts',
};

export const shortcuts = {
  title: 'Keyboard shortcuts',
  then: 'then',
  groups: { go: 'Go to', page: 'On every page', list: 'In the list of runs' },
  newRun: 'New run',
  search: 'Search runs',
  sheet: 'This sheet',
  undo: 'Undo what the last notice offers to undo',
  move: 'Move between rows',
  open: 'Open the run',
  select: 'Select the run',
  range: 'Select everything up to this run',
  all: 'Select all',
  compare: 'Compare the selected runs',
  trash: 'Move the selected runs to the trash',
  clear: 'Clear the selection',
};

export { valueWords as format } from '../../app/view/spec-values.ts';
