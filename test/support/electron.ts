/**
 * A stand-in for the electron module: records what the desktop program asks for, and lets a test play the part of
 * Electron. It shows that the settings are asked for; that Electron honours them is tested with the real one in
 * test/desktop.
 */
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { vi } from 'vitest';

/** Electron's port over Node's. */
class PortMain extends EventEmitter {
  readonly port: MessagePort;
  constructor(port: MessagePort) {
    super();
    this.port = port;
  }
  postMessage = (message: unknown): void => this.port.postMessage(message);
  start(): void {
    this.port.on('message', (data: unknown) => this.emit('message', { data }));
    this.port.on('close', () => this.emit('close'));
  }
  close = (): void => this.port.close();
}

export class Child extends EventEmitter {
  readonly messages: { message: unknown; port: PortMain | undefined }[] = [];
  readonly options: unknown;
  readonly entry: string;
  constructor(entry: string, options: unknown) {
    super();
    this.entry = entry;
    this.options = options;
  }
  postMessage(message: unknown, [port]: PortMain[] = []): void {
    this.messages.push({ message, port });
    this.emit('told', message);
  }
  kill = vi.fn(() => this.emit('exit', 1));
}

class Window extends EventEmitter {
  static readonly all: Window[] = [];
  readonly options: Record<string, unknown>;
  readonly webContents = Object.assign(new EventEmitter(), {
    executeJavaScript: vi.fn(async (_code: string) => undefined),
    reload: vi.fn(),
    setWindowOpenHandler: vi.fn(),
  });
  readonly loadURL = vi.fn(async (_url: string) => undefined);
  readonly show = vi.fn();
  readonly focus = vi.fn();
  readonly restore = vi.fn();
  readonly maximize = vi.fn();
  isMinimized = (): boolean => false;
  isMaximized = (): boolean => false;
  getNormalBounds = () => ({ x: 10, y: 10, width: 1000, height: 700 });
  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    Window.all.push(this);
  }
}

/** A fresh module and the means to play Electron's part. */
export function fakeElectron(userData: string, options: { firstInstance?: boolean } = {}) {
  Window.all.length = 0;
  const children: Child[] = [];
  let handler: ((request: Request) => Promise<Response>) | null = null;
  let ready = (): void => undefined;
  const whenReady = new Promise<void>((resolve) => (ready = resolve));
  let isReady = false;

  const app = Object.assign(new EventEmitter(), {
    requestSingleInstanceLock: vi.fn(() => options.firstInstance ?? true),
    quit: vi.fn(() => {
      const event = { prevented: false, preventDefault: () => (event.prevented = true) };
      app.emit('before-quit', event);
      if (!event.prevented) app.emit('quit');
    }),
    enableSandbox: vi.fn(),
    whenReady: () => whenReady,
    isReady: () => isReady,
    isPackaged: true,
    getPath: () => userData,
    showAboutPanel: vi.fn(),
  });
  const session = {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    setDisplayMediaRequestHandler: vi.fn(),
    setBluetoothPairingHandler: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
  };
  const protocol = {
    registerSchemesAsPrivileged: vi.fn(),
    handle: vi.fn((_scheme: string, handle: (request: Request) => Promise<Response>) => (handler = handle)),
  };
  const dialog = { showErrorBox: vi.fn(), showMessageBox: vi.fn(async () => ({ response: 0 })) };
  const Menu = { buildFromTemplate: vi.fn((template: unknown) => template), setApplicationMenu: vi.fn() };
  const module = {
    ...{ app, protocol, dialog, Menu, BrowserWindow: Window },
    session: { defaultSession: session },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    utilityProcess: {
      fork: vi.fn((entry: string, _args: string[], forkOptions: unknown) => {
        const child = new Child(entry, forkOptions);
        children.push(child);
        return child;
      }),
    },
    MessageChannelMain: class {
      port1: PortMain;
      port2: PortMain;
      constructor() {
        const { port1, port2 } = new MessageChannel();
        this.port1 = new PortMain(port1);
        this.port2 = new PortMain(port2);
      }
    },
  };
  return {
    ...{ module, app, session, protocol, dialog, Menu, children, windows: Window.all },
    request: (path: string, init?: RequestInit) => handler!(new Request(`app://workbench${path}`, init)),
    becomeReady: () => {
      isReady = true;
      ready();
    },
  };
}
