/**
 * What a type of probes is to the program, besides its options, which are in engine/spec/schema/probes.ts: which kernels it
 * runs on, what it costs, how it is taken. Types only; the list of all is in registry.ts.
 */
import type { LayerPlan, NormalizationPlan } from '../spec/plan.ts';
import type { ProbeOf, ProbeType } from '../spec/schema.ts';
import type { Measurement, ProbeControl } from './record.ts';
import type { Subject } from './subject.ts';

/**
 * Kernel sets that probes run on: `fast` has the speed and the bits of training (float32), `exact` is float64, where
 * identities show, `dual` is float64 with derivatives along.
 */
export type ProbeKernels = 'fast' | 'exact' | 'dual';

/** Measures the network of `subject`. Throws ProbeError where there is nothing to say, ProbeStopped when it is told to end. */
export type TakeProbe<T extends ProbeType> = (
  subject: Subject,
  probe: ProbeOf<T>,
  control: ProbeControl,
) => Measurement;

/** A type of probes. */
export interface ProbeKind<T extends ProbeType> {
  kernels: ProbeKernels;
  /** Its code, which is loaded when it is first taken: what only estimates or lists probes does without. */
  load(): Promise<TakeProbe<T>>;
  /** What taking it once amounts to; 0 where nothing is said, and one copy of the run. */
  work(probe: ProbeOf<T>, network: ProbedNetwork): Partial<ProbeWork>;
  /** What one record holds. */
  stores(probe: ProbeOf<T>, network: ProbedNetwork): Stored;
}

/** What a probe looks at, counted before it is built. */
export interface ProbedNetwork {
  layers: readonly LayerPlan[];
  activations: readonly LayerPlan[];
  normalizers: readonly NormalizationPlan[];
  /** How many layers multiply by weights. */
  weighted: number;
  parameters: number;
  /** Samples of two splits, and of one update. */
  train: number;
  validation: number;
  batch: number;
  /** Samples that the probe gets of those that it asks for; without any, those of an update. */
  set: number;
  /** Samples that population statistics are averaged over. */
  population: number;
  /** Numbers in one sample. */
  columns: number;
}

/** What taking a probe once amounts to. */
export interface ProbeWork {
  /** Samples that go through the network forward only. */
  forward: number;
  /** Samples that go forward and backward. */
  backward: number;
  /** Copies of the run that are built; each splits and scales the dataset. */
  copies: number;
  /** Numbers that are sorted. */
  sorted: number;
  /** Numbers that are read or written one by one outside the kernels. */
  touched: number;
  /** Numbers of long vectors that are gone through to make one orthogonal to others. */
  orthogonal: number;
  /** Multiplications for matrices of inner products. */
  inner: number;
  /** Sum of n^3 over the n x n matrices whose eigenvalues are computed, by whether vectors are too. */
  eigenvalues: number;
  eigenvectors: number;
}

/** What a record holds: numbers in its arrays, and rows of samples. */
export interface Stored {
  numbers: number;
  samples: number;
}
