/** Takes probes of a run at a checkpoint, each on the kernels that suit it. What a probe computes: the folders beside. */
import { saidOf, type Message } from '../words/words.ts';
import { createDualKernels } from '../kernels/dual.ts';
import type { Kernels } from '../kernels/kernels.ts';
import { loadKernels } from '../kernels/load.ts';
import { createReferenceKernels } from '../kernels/reference.ts';
import type { ProbeOf, ProbeSpec, ProbeType } from '../spec/schema.ts';
import type { ProbeKernels } from './probe.ts';
import { ProbeError, type Measurement, type ProbeControl, type ProbeRecord } from './record.ts';
import { probeKind } from './registry.ts';
import { createSubject, type Snapshot } from './subject.ts';

const KERNELS: Record<ProbeKernels, () => Kernels | Promise<Kernels>> = {
  fast: () => loadKernels(),
  exact: createReferenceKernels,
  dual: createDualKernels,
};

/**
 * Takes one probe; `probe.at` should hold the one moment that `snapshot` stands at. A network that the probe has nothing to
 * say of gives a record with a problem. Throws ProbeStopped when the control does.
 */
export async function runProbe<T extends ProbeType>(
  snapshot: Snapshot,
  probe: ProbeOf<T> & ProbeSpec,
  control: ProbeControl,
): Promise<ProbeRecord> {
  const kind = probeKind<T>(probe.type as T);
  const take = await kind.load();
  const kernels = await KERNELS[kind.kernels]();
  const since = performance.now();
  const record = (measured: Measurement, problem: Message | null): ProbeRecord => ({
    ...{ probe, step: snapshot.checkpoint.step, kernels: kernels.name, precision: kernels.precision },
    ...{ ...measured, milliseconds: performance.now() - since },
    ...{ problem: problem?.text ?? null, problemSaid: problem && saidOf(problem) },
  });
  try {
    const subject = createSubject(kernels, snapshot, 'samples' in probe ? probe.samples : 2);
    return record(take(subject, probe, control), null);
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
    const samples = { part: 'train' as const, rows: new Int32Array() };
    return record({ statistics: [], samples, numbers: {}, arrays: [] }, error.said);
  }
}
