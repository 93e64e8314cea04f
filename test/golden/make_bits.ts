/**
 * Writes bits.json: the fingerprints of bits.ts for this engine version. Run: node test/golden/make_bits.ts
 *
 * Refuses to put other bits in the place of those of the same engine version: raise ENGINE_VERSION in engine/checkpoint.ts
 * first, so that no checkpoint is continued with other bits. Under another V8 it adds the bits that depend on it.
 */
import { writeFileSync } from 'node:fs';
import { ENGINE_VERSION } from '../../engine/checkpoint.ts';
import {
  BITS_CASES,
  BITS_FILE,
  EVERYWHERE,
  fingerprint,
  KERNEL_NAMES,
  storedBits,
  THIS_V8,
  type BitsFile,
} from './bits.ts';

const stored = storedBits();
const same = stored.engine === ENGINE_VERSION;
const file: BitsFile = { engine: ENGINE_VERSION, bits: same ? stored.bits : {} };
const changed: string[] = [];
for (const set of KERNEL_NAMES)
  for (const one of BITS_CASES) {
    const place = ((file.bits[one.elementary ? THIS_V8 : EVERYWHERE] ??= {})[set] ??= {});
    const found = await fingerprint(one, set);
    if (place[one.name] !== undefined && place[one.name] !== found) changed.push(`${one.name} on ${set}`);
    place[one.name] = found;
  }
if (changed.length > 0) {
  process.stderr.write(
    `The bits of ${changed.join('; ')} are others than those of engine version ${ENGINE_VERSION}. ` +
      'Raise ENGINE_VERSION in engine/checkpoint.ts, then run this again.\n',
  );
  process.exitCode = 1;
} else writeFileSync(BITS_FILE, `${JSON.stringify(file, null, 2)}\n`);
