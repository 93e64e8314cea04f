/**
 * Entry of the desktop program: one window, one host process behind it. Everything that needs thought is in the files
 * beside this one; here they are put together in the order that Electron asks for.
 */
import { join } from 'node:path';
import { BrowserWindow, Menu, app, dialog, protocol, session } from 'electron';
import { saidBy } from '../../../engine/words/worded.ts';
import { say, texts } from '../../../engine/words/words.ts';
import { defaultDatabase, programFolder } from '../../platform.ts';
import { hardenContents, hardenSession } from './hardening.ts';
import { startHost, type Host } from './host-process.ts';
import { menuTemplate } from './menu.ts';
import { ORIGIN, SCHEMES, createSchemeHandler } from './scheme.ts';
import { openWindow, pressKey, showPage } from './window.ts';

const t = texts('desktop', {
  cannotStart: 'Normscope cannot start',
  stopped: 'The part of Normscope that trains has stopped unexpectedly.',
  stoppedDetail: ({ code }: { code: number }) =>
    `Everything recorded so far is kept; running runs are marked as interrupted. (Code ${code})`,
  restart: 'Restart',
  quit: 'Quit',
  quitAnyway: ({ running }: { running: number }) =>
    running === 1 ? 'A run is training. Quit anyway?' : `${running} runs are training. Quit anyway?`,
  quitDetail: 'They end as interrupted; what they have recorded is kept.',
  keepTraining: 'Keep training',
});

const rendererFolder = join(programFolder, 'dist', 'renderer');
const mac = process.platform === 'darwin';

let host: Host | null = null;
let window: BrowserWindow | null = null;
/** `asked`: the person or the host is still being waited for. */
let quitting: 'no' | 'asked' | 'yes' = 'no';

if (!app.requestSingleInstanceLock()) app.quit();
else start();

function start(): void {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged(SCHEMES);
  hardenContents(app);
  app.on('second-instance', show);
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (!mac) app.quit();
  });
  app.on('before-quit', (event) => {
    if (quitting === 'yes') return;
    event.preventDefault();
    if (quitting === 'no') void quit();
  });
  void app.whenReady().then(open);
}

async function open(): Promise<void> {
  hardenSession(session.defaultSession);
  const handler = createSchemeHandler(rendererFolder, (request) =>
    host ? host.fetch(request) : Promise.reject(new Error('There is no host process.')),
  );
  protocol.handle('app', handler);
  const actions = {
    go: (path: string) => withWindow((target) => showPage(target, path)),
    press: (key: string) => withWindow((target) => pressKey(target, key)),
    about: () => app.showAboutPanel(),
  };
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(actions, { mac, packaged: app.isPackaged })));
  if (await connect()) show();
}

/** Starts the host process; a failure is shown, then the program ends. */
async function connect(): Promise<boolean> {
  host = startHost({
    entry: join(programFolder, 'dist', 'app', 'doors', 'desktop', 'host.js'),
    database: defaultDatabase(),
    onLost: (code) => void recover(code),
  });
  try {
    await host.ready;
    return true;
  } catch (error) {
    dialog.showErrorBox(t.cannotStart, say(saidBy(error)));
    app.quit();
    return false;
  }
}

/** The host process died: its runs are marked as interrupted by the next one. */
async function recover(code: number): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: t.stopped,
    detail: t.stoppedDetail({ code }),
    buttons: [t.restart, t.quit],
    defaultId: 0,
  });
  if (response === 1) app.quit();
  else if (await connect()) window?.webContents.reload();
}

function show(): void {
  if (!app.isReady() || quitting === 'yes') return;
  if (window === null) {
    const icon = process.platform === 'linux' ? join(programFolder, 'packaging', 'icons', '512x512.png') : undefined;
    const opened = openWindow(join(app.getPath('userData'), 'window.json'), icon);
    opened.on('closed', () => (window = null));
    window = opened;
    return;
  }
  if (window.isMinimized()) window.restore();
  window.focus();
}

function withWindow(use: (target: BrowserWindow) => void): void {
  show();
  if (window !== null) use(window);
}

/** Asks when runs are training, then lets the host write what is pending, then ends. */
async function quit(): Promise<void> {
  quitting = 'asked';
  const running = await runningRuns();
  if (running > 0) {
    const { response } = await dialog.showMessageBox({
      type: 'question',
      message: t.quitAnyway({ running }),
      detail: t.quitDetail,
      buttons: [t.quit, t.keepTraining],
      defaultId: 1,
      cancelId: 1,
    });
    if (response === 1) {
      quitting = 'no';
      show();
      return;
    }
  }
  await host?.close();
  quitting = 'yes';
  app.quit();
}

/** 0 when the host does not say: a host that hangs must not keep the program from ending. */
async function runningRuns(): Promise<number> {
  if (!host?.serving()) return 0;
  try {
    const signal = AbortSignal.timeout(2_000);
    const response = await host.fetch(new Request(`${ORIGIN}/api/status`, { signal }));
    return ((await response.json()) as { running: number }).running;
  } catch {
    return 0;
  }
}
