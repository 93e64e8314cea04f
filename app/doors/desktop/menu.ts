/** The application menu: the platform's usual entries, and the pages of the workbench. */
import type { MenuItemConstructorOptions } from 'electron';
import { texts } from '../../../engine/words/words.ts';

const t = texts('menu', {
  file: '&File',
  newRun: 'New Run',
  view: '&View',
  runs: 'Runs',
  compare: 'Compare',
  datasets: 'Datasets',
  shortcuts: 'Keyboard Shortcuts',
  about: 'About Normscope',
});

export interface MenuActions {
  /** Shows a page by its path. */
  go: (path: string) => void;
  /** Presses a key in the page, for what the page itself does. */
  press: (key: string) => void;
  about: () => void;
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** The template of the menu. `mac`: with the application's own menu first. `packaged`: without the developer's entries. */
export function menuTemplate(
  { go, press, about }: MenuActions,
  { mac, packaged }: { mac: boolean; packaged: boolean },
): MenuItemConstructorOptions[] {
  const application: MenuItemConstructorOptions = { role: 'appMenu' };
  const file: MenuItemConstructorOptions = {
    label: t.file,
    submenu: [
      { label: t.newRun, accelerator: 'CmdOrCtrl+N', click: () => go('/new') },
      separator,
      mac ? { role: 'close' } : { role: 'quit' },
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: t.view,
    submenu: [
      { label: t.runs, accelerator: 'CmdOrCtrl+1', click: () => go('/') },
      { label: t.compare, accelerator: 'CmdOrCtrl+2', click: () => go('/compare') },
      { label: t.datasets, accelerator: 'CmdOrCtrl+3', click: () => go('/datasets') },
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
      separator,
      { role: 'reload' },
      ...(packaged ? [] : [{ role: 'toggleDevTools' } as const]),
    ],
  };
  const help: MenuItemConstructorOptions = {
    role: 'help',
    submenu: [
      { label: t.shortcuts, accelerator: 'CmdOrCtrl+/', click: () => press('?') },
      ...(mac ? [] : [separator, { label: t.about, click: about }]),
    ],
  };
  return [...(mac ? [application] : []), file, { role: 'editMenu' }, view, { role: 'windowMenu' }, help];
}
