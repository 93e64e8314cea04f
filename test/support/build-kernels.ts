/** Builds the WebAssembly kernels once before the tests, when their sources changed. */
import { ensureKernels } from '../../scripts/build-kernels.ts';

export default async function setup(): Promise<void> {
  await ensureKernels();
}
