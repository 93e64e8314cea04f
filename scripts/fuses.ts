/**
 * Sets Electron's fuses in a packed program, before it is signed: what its program file could do beside running this
 * program is switched off for good. Called by electron-builder (afterPack).
 */
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';

/** The state of every fuse there is; a new one in a later Electron fails the build until it is decided here. */
const FUSES = {
  // Would turn the program into a Node that runs any script.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  // Only our archive is run, and only as it was packed (macOS and Windows check the latter).
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
};

/** Where the program file of a packed program lies. */
function programFile({ appOutDir, electronPlatformName, packager }: AfterPackContext): string {
  const name = packager.appInfo.productFilename;
  if (electronPlatformName === 'darwin') return join(appOutDir, `${name}.app`);
  if (electronPlatformName === 'win32') return join(appOutDir, `${name}.exe`);
  return join(appOutDir, packager.config.linux?.executableName ?? name);
}

/** Sets the fuses. Throws when the program file has others than those decided here. */
export default async function setFuses(context: AfterPackContext): Promise<void> {
  await flipFuses(programFile(context), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    // The change breaks the provisional signature that programs for Apple silicon need to run at all.
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin',
    ...FUSES,
  });
}
