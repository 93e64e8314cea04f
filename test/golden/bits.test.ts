/**
 * The engine computes the bits that its version stands for. A change that alters them, wanted or not, must raise
 * ENGINE_VERSION, or checkpoints would be continued with other bits than they were begun with.
 */
import { describe, expect, it } from 'vitest';
import { ENGINE_VERSION } from '../../engine/checkpoint.ts';
import { kernelSetName } from '../../engine/kernels/load.ts';
import { BITS_CASES, EVERYWHERE, fingerprint, KERNEL_NAMES, storedBits, THIS_V8 } from './bits.ts';

const stored = storedBits();
const fused = (await kernelSetName()) === 'wasm-relaxed-simd';
const WRITE = 'run: node test/golden/make_bits.ts';

it('has its bits on file', () => {
  expect(stored.engine, `ENGINE_VERSION was raised: ${WRITE}`).toBe(ENGINE_VERSION);
});

describe.each(KERNEL_NAMES)('%s kernels', (set) => {
  describe.skipIf(set === 'wasm-relaxed-simd' && !fused)(fused ? 'here' : 'need fused multiply-add', () => {
    it.each(BITS_CASES.filter(({ elementary }) => !elementary))('$name', async (one) => {
      await expectStored(one, set, EVERYWHERE);
    });

    const known = stored.bits[THIS_V8] !== undefined;
    describe.skipIf(!known)(`with ${THIS_V8}${known ? '' : `, whose bits are not on file; ${WRITE}`}`, () => {
      it.each(BITS_CASES.filter(({ elementary }) => elementary))('$name', async (one) => {
        await expectStored(one, set, THIS_V8);
      });
    });
  });
});

async function expectStored(one: (typeof BITS_CASES)[number], set: (typeof KERNEL_NAMES)[number], where: string) {
  const wanted = stored.bits[where]?.[set]?.[one.name];
  expect(wanted, `No bits are on file: ${WRITE}`).toBeDefined();
  const message = `The bits changed: raise ENGINE_VERSION in engine/checkpoint.ts (now ${ENGINE_VERSION}), then ${WRITE}`;
  expect(await fingerprint(one, set), message).toBe(wanted);
}
