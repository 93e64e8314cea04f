/** Takes probes of a run at a checkpoint, each on the kernels that suit it. What a probe computes: the files beside this one. */
import type { Kernels } from '../kernels/kernels.ts';
import { loadKernels } from '../kernels/load.ts';
import { createDualKernels } from '../kernels/dual.ts';
import { createReferenceKernels } from '../kernels/reference.ts';
import type { ProbeOf, ProbeSpec, ProbeType } from '../spec/schema.ts';
import { probeActivations } from './activations.ts';
import { probeCovariateShift } from './covariate-shift.ts';
import { probeHessian } from './curvature.ts';
import { probeGradients } from './gradients.ts';
import { probeIdentity } from './identity.ts';
import { probeLandscape } from './landscape.ts';
import { probeNormalization } from './normalization.ts';
import { probeRecalibration } from './recalibration.ts';
import { ProbeError, type Finding, type ProbeControl, type ProbeRecord } from './record.ts';
import { probeScaleInvariance } from './scale-invariance.ts';
import { createSubject, type Snapshot, type Subject } from './subject.ts';

interface Entry<T extends ProbeType> {
  kernels(): Kernels | Promise<Kernels>;
  take(subject: Subject, probe: ProbeOf<T>, control: ProbeControl): Finding;
}

/** The speed and the bits of training. */
const fast = (): Promise<Kernels> => loadKernels();

/** In float64, where identities show. */
const exact = (): Kernels => createReferenceKernels();

const PROBES: { [T in ProbeType]: Entry<T> } = {
  activations: { kernels: fast, take: probeActivations },
  gradients: { kernels: fast, take: probeGradients },
  landscape: { kernels: fast, take: probeLandscape },
  'covariate-shift': { kernels: fast, take: probeCovariateShift },
  hessian: { kernels: createDualKernels, take: probeHessian },
  normalization: { kernels: fast, take: probeNormalization },
  identity: { kernels: exact, take: probeIdentity },
  'scale-invariance': { kernels: exact, take: probeScaleInvariance },
  recalibration: { kernels: fast, take: probeRecalibration },
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
  const entry: Entry<T> = PROBES[probe.type as T];
  const kernels = await entry.kernels();
  const since = performance.now();
  const record = (finding: Finding, problem: string | null): ProbeRecord => ({
    ...{ probe, step: snapshot.checkpoint.step, kernels: kernels.name, precision: kernels.precision },
    ...{ ...finding, problem, milliseconds: performance.now() - since },
  });
  try {
    const subject = createSubject(kernels, snapshot, 'samples' in probe ? probe.samples : 2);
    return record(entry.take(subject, probe, control), null);
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
    const samples = { part: 'train' as const, rows: new Int32Array() };
    return record({ statistics: [], samples, numbers: {}, arrays: [] }, error.message);
  }
}
