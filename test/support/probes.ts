/** A run at a checkpoint, for tests of probes: a small network on points in the plane, or on whatever they give. */
import type { Dataset } from '../../engine/data/dataset.ts';
import { createReferenceKernels } from '../../engine/kernels/reference.ts';
import type { Kernels } from '../../engine/kernels/kernels.ts';
import type { ProbeControl } from '../../engine/probes/record.ts';
import { createSubject, type Snapshot, type Subject } from '../../engine/probes/subject.ts';
import { RunSpec, type RunSpecInput } from '../../engine/spec/schema.ts';
import { createTraining } from '../../engine/train.ts';

/** Trains for `step` updates on reference kernels and takes a checkpoint. */
export function snapshotAt(step: number, input: RunSpecInput, dataset: Dataset): Snapshot {
  const spec = RunSpec.parse(input);
  const training = createTraining({ spec, dataset, kernels: createReferenceKernels() });
  while (training.step < step || step === 0) {
    training.advance();
    if (step === 0) break;
  }
  return { spec, dataset, checkpoint: training.checkpoint()! };
}

/** A subject on reference kernels. */
export const subjectAt = (
  step: number,
  input: RunSpecInput,
  dataset: Dataset,
  { rows = 1000, kernels = createReferenceKernels() }: { rows?: number; kernels?: Kernels } = {},
): Subject => createSubject(kernels, snapshotAt(step, input, dataset), rows);

/** A control that nobody listens to. */
export const undisturbed: ProbeControl = { progress: () => undefined };
