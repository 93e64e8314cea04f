/** Opens the person's browser. Never a reason to fail: the address is printed as well. */
import open from 'open';

/** True where there is a screen to open anything on. */
export const hasDisplay = (environment: NodeJS.ProcessEnv = process.env, platform = process.platform): boolean =>
  platform === 'win32' ||
  // A Mac reached over the network has a screen, but nobody sits at it.
  (platform === 'darwin' && environment.SSH_CONNECTION === undefined) ||
  Boolean(environment.DISPLAY) ||
  Boolean(environment.WAYLAND_DISPLAY);

/** Opens an address in the default browser where there is a display; otherwise, or when that fails, does nothing. */
export async function openBrowser(url: string): Promise<void> {
  if (!hasDisplay()) return;
  try {
    const child = await open(url);
    child.on('error', () => undefined);
    child.unref();
  } catch {
    // No browser is known here.
  }
}
