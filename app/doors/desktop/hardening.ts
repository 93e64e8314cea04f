/**
 * Takes away from the window what a page of ours never needs: permissions, other origins, new windows, devices. The
 * reasons are Electron's security checklist, items 1 to 20.
 */
import type { App, Session, WebContents, WebPreferences } from 'electron';
import { ORIGIN, isOurs } from './scheme.ts';

/** Written out although most are defaults: a change of defaults must not open anything. */
export const WEB_PREFERENCES = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
} as const satisfies WebPreferences;

/** Schemes that a page of ours may load from; everything else would leave the machine. */
const OWN_SCHEMES = new Set(['app:', 'devtools:', 'blob:', 'data:']);

/** Denies permissions and devices, and blocks every request that is not for our own scheme. */
export function hardenSession(session: Session): void {
  // Copying text is the one thing that a page of ours does outside itself.
  const allowed = (permission: string, url: string): boolean =>
    permission === 'clipboard-sanitized-write' && (url === ORIGIN || isOurs(url));
  session.setPermissionRequestHandler((_contents, permission, callback, { requestingUrl }) =>
    callback(allowed(permission, requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => allowed(permission, origin));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.setBluetoothPairingHandler(null);
  session.webRequest.onBeforeRequest(({ url }, callback) =>
    callback({ cancel: !URL.canParse(url) || !OWN_SCHEMES.has(new URL(url).protocol) }),
  );
}

/** Keeps every page, also those that a mistake might open, where it is. */
export function hardenContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => keepInPlace(contents));
}

function keepInPlace(contents: WebContents): void {
  const stay = (event: { preventDefault(): void }, url: string): void => {
    if (!isOurs(url)) event.preventDefault();
  };
  contents.on('will-navigate', (event) => stay(event, event.url));
  contents.on('will-redirect', (event) => stay(event, event.url));
  contents.on('will-frame-navigate', (event) => stay(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
