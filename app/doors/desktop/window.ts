/** The one window: how it is made, and how the menu reaches the page in it. */
import { BrowserWindow, screen } from 'electron';
import { SMALLEST, readBounds, writeBounds } from './bounds.ts';
import { WEB_PREFERENCES } from './hardening.ts';
import { ORIGIN } from './scheme.ts';

/** Opens the window at its last place; it shows itself once there is something to see. */
export function openWindow(boundsFile: string, icon: string | undefined): BrowserWindow {
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  const { maximized, ...bounds } = readBounds(boundsFile, areas);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Normscope',
    ...(icon === undefined ? {} : { icon }),
    webPreferences: WEB_PREFERENCES,
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => writeBounds(boundsFile, { ...window.getNormalBounds(), maximized: window.isMaximized() }));
  void window.loadURL(`${ORIGIN}/`);
  return window;
}

/**
 * Lets the page go to one of its own addresses, as its links do. The page has no bridge to Electron, so this is said in
 * its own terms; `path` is one of the menu's constants.
 */
export function showPage(window: BrowserWindow, path: string): void {
  // not for people: a script
  const code = `history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'));`;
  void window.webContents.executeJavaScript(code);
}

/** Presses a key in the page, for what only the page's own shortcuts do. */
export function pressKey(window: BrowserWindow, key: string): void {
  // not for people: a script
  const code = `dispatchEvent(new KeyboardEvent('keydown', { key: ${JSON.stringify(key)} }));`;
  void window.webContents.executeJavaScript(code);
}
