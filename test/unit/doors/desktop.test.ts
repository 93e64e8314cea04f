import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MenuItemConstructorOptions } from 'electron';
import { createHandler } from '../../../app/api/handler.ts';
import { readBounds } from '../../../app/doors/desktop/bounds.ts';
import { serveBridge } from '../../../app/doors/desktop/bridge.ts';
import { menuTemplate } from '../../../app/doors/desktop/menu.ts';
import { nodePort } from '../../../app/doors/desktop/port.ts';
import { CONTENT_SECURITY_POLICY } from '../../../app/doors/page-files.ts';
import { fakeElectron } from '../../support/electron.ts';
import { asIs } from '../../../engine/words/words.ts';
import { memoryWorkbench } from '../../support/workbench.ts';
import { eventually } from '../../support/waiting.ts';

let userData: string;
let electron: ReturnType<typeof fakeElectron>;
const closers: (() => void)[] = [];

beforeEach(() => {
  userData = mkdtempSync(join(tmpdir(), 'normscope-desktop-'));
  vi.resetModules();
});
afterEach(() => {
  closers.splice(0).forEach((close) => close());
  rmSync(userData, { recursive: true });
  vi.doUnmock('electron');
});

/** Runs the real main.ts on the stand-in. */
async function launch(options: { firstInstance?: boolean } = {}) {
  electron = fakeElectron(userData, options);
  vi.doMock('electron', () => electron.module);
  await import('../../../app/doors/desktop/main.ts');
  return electron;
}

/** Plays the host process for the newest child: a real handler behind the real bridge. */
async function host() {
  await eventually(() => expect(electron.children.length).toBeGreaterThan(0));
  const child = electron.children.at(-1)!;
  const { message, port } = child.messages[0]!;
  expect(message).toMatchObject({ type: 'start', database: expect.stringContaining('.db') });
  const workbench = memoryWorkbench();
  closers.push(serveBridge(nodePort(port!.port), createHandler(workbench)));
  child.on('told', (told: { type: string }) => {
    if (told.type === 'close') child.emit('exit', 0);
  });
  child.emit('message', { type: 'ready' });
  return { child, workbench };
}

async function open() {
  await launch();
  electron.becomeReady();
  const serving = await host();
  await eventually(() => expect(electron.windows).toHaveLength(1));
  return { ...serving, window: electron.windows[0]! };
}

describe('the window', () => {
  it('is opened locked down, before anything could be otherwise', async () => {
    await launch();
    expect(electron.app.enableSandbox).toHaveBeenCalledOnce();
    expect(electron.protocol.registerSchemesAsPrivileged).toHaveBeenCalledWith([
      {
        scheme: 'app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
      },
    ]);
    expect(electron.windows).toHaveLength(0);
    electron.becomeReady();
    await host();
    await eventually(() => expect(electron.windows).toHaveLength(1));
    const window = electron.windows[0]!;
    expect(window.options.webPreferences).toEqual({
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
    });
    expect(window.loadURL).toHaveBeenCalledExactlyOnceWith('app://workbench/');
    expect(window.show).not.toHaveBeenCalled();
    window.emit('ready-to-show');
    expect(window.show).toHaveBeenCalledOnce();
  });

  it('denies permissions, devices and every address that is not ours', async () => {
    await open();
    const { session } = electron;
    const answer = vi.fn();
    const askFor = session.setPermissionRequestHandler.mock.calls[0]![0];
    const check = session.setPermissionCheckHandler.mock.calls[0]![0];
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'fullscreen',
      'openExternal',
      'clipboard-read',
    ]) {
      askFor(null, permission, answer, { requestingUrl: 'app://workbench/' });
      expect(check(null, permission, 'app://workbench')).toBe(false);
    }
    askFor(null, 'clipboard-sanitized-write', answer, { requestingUrl: 'https://evil.example/' });
    expect(answer.mock.calls.flat()).not.toContain(true);
    askFor(null, 'clipboard-sanitized-write', answer, { requestingUrl: 'app://workbench/runs/1' });
    expect(answer).toHaveBeenLastCalledWith(true);
    expect(check(null, 'clipboard-sanitized-write', 'app://workbench.evil.example')).toBe(false);
    expect(session.setDevicePermissionHandler.mock.calls[0]![0]()).toBe(false);

    const filter = session.webRequest.onBeforeRequest.mock.calls[0]![0];
    const cancelled = (url: string): boolean => {
      const callback = vi.fn();
      filter({ url }, callback);
      return (callback.mock.calls[0]![0] as { cancel: boolean }).cancel;
    };
    for (const url of [
      'https://cloud.plotly.com/x',
      'http://127.0.0.1:80/',
      'file:///etc/passwd',
      'ws://x/',
      'nonsense',
    ])
      expect(cancelled(url), url).toBe(true);
    for (const url of ['app://workbench/', 'blob:app://workbench/1', 'data:image/png,x'])
      expect(cancelled(url), url).toBe(false);
  });

  it('stays where it is, and opens no other', async () => {
    await open();
    const { webContents } = electron.windows[0]!;
    electron.app.emit('web-contents-created', {}, webContents);
    const prevented = (name: string, url: string): boolean => {
      const event = { url, preventDefault: vi.fn() };
      webContents.emit(name, event);
      return event.preventDefault.mock.calls.length > 0;
    };
    for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      for (const url of ['https://evil.example/', 'file:///x', 'app://other/', 'app://workbench.evil/', 'javascript:1'])
        expect(prevented(name, url), `${name} ${url}`).toBe(true);
      expect(prevented(name, 'app://workbench/runs')).toBe(false);
    }
    expect(prevented('will-attach-webview', 'app://workbench/')).toBe(true);
    expect(webContents.setWindowOpenHandler.mock.calls[0]![0]({ url: 'https://x.example' })).toEqual({
      action: 'deny',
    });
  });

  it('shows data from the host process and files from disk, both with the policy of the page', async () => {
    await open();
    const status = await electron.request('/api/status');
    expect(await status.json()).toMatchObject({ version: '1.2.3' });
    expect(status.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    const page = await electron.request('/runs');
    expect(page.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect((await electron.request('/..%2f..%2fpackage.json')).status).toBe(400);
    const foreign = { method: 'POST', body: '{"spec":{}}', headers: { origin: 'https://evil.example' } };
    expect((await electron.request('/api/runs', foreign)).status).toBe(403);
    const json = { 'content-type': 'application/json', origin: 'app://workbench' };
    expect((await electron.request('/api/runs', { ...foreign, headers: json })).status).toBe(201);
  });

  it('comes to the front when the program is started again, and only then once', async () => {
    const { window } = await open();
    electron.app.emit('second-instance');
    expect(window.focus).toHaveBeenCalledOnce();
    expect(electron.windows).toHaveLength(1);
  });

  it('remembers where it was', async () => {
    const { window } = await open();
    window.emit('close');
    const file = join(userData, 'window.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      x: 10,
      y: 10,
      width: 1000,
      height: 700,
      maximized: false,
    });
    const screen = { x: 0, y: 0, width: 1920, height: 1080 };
    expect(readBounds(file, [screen])).toMatchObject({ x: 10, y: 10, width: 1000 });
    expect(readBounds(file, [{ ...screen, x: 5000 }])).toEqual({ width: 1000, height: 700, maximized: false });
    writeFileSync(file, '{"x": 1');
    expect(readBounds(file, [screen])).toEqual({ width: 1360, height: 900, maximized: false });
    // As another version may have left them.
    writeFileSync(file, '{"width": 1200, "height": "tall", "x": 3, "maximized": true, "zoom": 2}');
    expect(readBounds(file, [screen])).toEqual({ width: 1200, height: 900, maximized: true });
  });
});

it('a second program hands over to the first', async () => {
  await launch({ firstInstance: false });
  expect(electron.app.quit).toHaveBeenCalledOnce();
  expect(electron.protocol.registerSchemesAsPrivileged).not.toHaveBeenCalled();
});

describe('the host process', () => {
  it('that cannot start is explained, then the program ends', async () => {
    await launch();
    electron.becomeReady();
    await eventually(() => expect(electron.children).toHaveLength(1));
    const child = electron.children[0]!;
    child.on('told', () => child.emit('exit', 0));
    child.emit('message', { type: 'failed', said: asIs('The database is damaged.') });
    await eventually(() =>
      expect(electron.dialog.showErrorBox).toHaveBeenCalledWith('Normscope cannot start', 'The database is damaged.'),
    );
    await eventually(() => expect(electron.app.quit).toHaveBeenCalledTimes(2));
    expect(electron.windows).toHaveLength(0);
  });

  it('that dies can be started again; meanwhile requests are refused', async () => {
    const { child, window } = await open();
    let decide = (_: { response: number }): void => undefined;
    electron.dialog.showMessageBox.mockReturnValueOnce(new Promise((resolve) => (decide = resolve)));
    child.emit('exit', 139);
    const refused = await electron.request('/api/status');
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ error: { code: 'unavailable' } });
    decide({ response: 0 });
    await eventually(() => expect(electron.children).toHaveLength(2));
    await host();
    await eventually(() => expect(window.webContents.reload).toHaveBeenCalledOnce());
    expect((await electron.request('/api/status')).status).toBe(200);
  });

  it('is let finish before the program ends, and asked about when runs train', async () => {
    const { child, workbench } = await open();
    const status = workbench.status;
    workbench.status = () => ({ ...status(), running: 2 });
    const ended = vi.fn();
    electron.app.on('quit', ended);
    electron.dialog.showMessageBox.mockResolvedValueOnce({ response: 1 });
    electron.app.quit();
    await eventually(() => expect(electron.dialog.showMessageBox).toHaveBeenCalledOnce());
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(ended).not.toHaveBeenCalled();
    expect(child.messages).toHaveLength(1);
    electron.app.quit();
    await eventually(() => expect(ended).toHaveBeenCalledOnce());
    expect(child.messages[1]!.message).toEqual({ type: 'close' });
    expect(child.kill).not.toHaveBeenCalled();
  });
});

describe('the menu', () => {
  it('leads to the pages through the page’s own history', async () => {
    const { window } = await open();
    const template = electron.Menu.buildFromTemplate.mock.calls[0]![0] as MenuItemConstructorOptions[];
    const items = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    const click = (label: string): void =>
      (items.find((item) => item.label === label)!.click as unknown as () => void)();
    for (const [label, path] of [
      ['New Run', '/new'],
      ['Runs', '/'],
      ['Compare', '/compare'],
      ['Datasets', '/datasets'],
    ] as const) {
      click(label);
      expect(window.webContents.executeJavaScript.mock.lastCall![0]).toContain(`pushState(null, '', "${path}")`);
    }
    click('Keyboard Shortcuts');
    expect(window.webContents.executeJavaScript.mock.lastCall![0]).toContain('"?"');
  });

  it('has the usual entries of each platform, each shortcut once', () => {
    const actions = { go: vi.fn(), press: vi.fn(), about: vi.fn() };
    for (const mac of [true, false]) {
      const template = menuTemplate(actions, { mac, packaged: true });
      const items = template.flatMap((menu) => [menu, ...(Array.isArray(menu.submenu) ? menu.submenu : [])]);
      const roles = items.map(({ role }) => role);
      expect(roles).toEqual(
        expect.arrayContaining(['editMenu', 'windowMenu', 'help', 'resetZoom', 'zoomIn', 'zoomOut', 'reload']),
      );
      expect(roles.includes('appMenu')).toBe(mac);
      expect(roles.includes('quit')).toBe(!mac);
      expect(roles).not.toContain('toggleDevTools');
      const shortcuts = items.flatMap(({ accelerator }) => accelerator ?? []);
      expect(new Set(shortcuts).size).toBe(shortcuts.length);
    }
  });
});
