/** Probes of a run in training, seen from the thread: what becomes of one that goes wrong. */
import { describe, expect, it } from 'vitest';
import type { TrainEvent } from '../../../../engine/events.ts';
import { createProber } from '../../../../engine/probes/prober.ts';
import { clusters } from '../../../support/small-dataset.ts';
import { snapshotAt } from '../../../support/probes.ts';

describe('a probe that fails', () => {
  it('says why in its record, and lets the run go on', async () => {
    const { spec, checkpoint } = snapshotAt(
      1,
      {
        model: { hidden: [4] },
        training: { steps: 5, batchSize: 20 },
        probes: [{ type: 'activations', at: [1] }],
      },
      clusters(),
    );
    // A lack of memory cannot be arranged; a dataset of which the split leaves nothing fails in the same place.
    const heard: TrainEvent[] = [];
    const run = { spec, dataset: clusters(2), control: new Int32Array(new SharedArrayBuffer(8)) };
    const prober = createProber(
      run,
      () => checkpoint,
      (events) => heard.push(...events),
    );
    await prober.take(1, null);
    const records = heard.flatMap((event) => (event.type === 'probe' ? [event.record] : []));
    expect(records).toMatchObject([
      {
        step: 1,
        probe: { type: 'activations', at: [1] },
        numbers: {},
        problem: expect.stringMatching(/^The probe failed: .+/),
      },
    ]);
    expect(heard.at(-1)).toEqual({ type: 'activity', activity: null });
  });
});
