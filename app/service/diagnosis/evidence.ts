/** What a diagnosis reads of a run, all of it stored; not what it concludes. */
import type { NormField } from '../../../engine/events.ts';
import type { Finding } from '../../contract/diagnosis.ts';
import type { NormMatrix } from '../../contract/norms.ts';
import type { ProbeRow } from '../../contract/probes.ts';
import type { RunDetail } from '../../contract/runs.ts';
import type { SeriesPoints } from '../../contract/series.ts';

/** A run and its recorded numbers, read when they are asked for. */
export interface Evidence {
  run: RunDetail;
  /** Samples of each class of its dataset; empty where they are not known, and for regression. */
  classCounts: readonly number[];
  /** Empty for a series that does not exist. */
  series(name: string): SeriesPoints;
  /** Of a layer of `run.norms`. */
  norm(layer: string, field: NormField): NormMatrix;
  probes(): readonly ProbeRow[];
}

/** Looks for one kind of trouble. */
export type Examine = (evidence: Evidence) => Finding[];

/** A finding with what is usual left out. */
export const finding = (given: Pick<Finding, 'kind' | 'severity' | 'text' | 'remedy'> & Partial<Finding>): Finding => ({
  step: null,
  layer: null,
  numbers: {},
  figure: null,
  ...given,
});
