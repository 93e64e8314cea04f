/** Puts together what went wrong in a run. Each kind of trouble has a file of its own in findings/. */
import { FINDING_KINDS, SEVERITIES, type Diagnosis } from '../../contract/diagnosis.ts';
import type { Evidence, Examine } from './evidence.ts';
import { batchTooSmall } from './findings/batch-too-small.ts';
import { deadLayer } from './findings/dead-layer.ts';
import { diverged } from './findings/diverged.ts';
import { earlyStop } from './findings/early-stop.ts';
import { gammaCollapsed } from './findings/gamma-collapsed.ts';
import { learningRateTooHigh } from './findings/learning-rate.ts';
import { overfitting } from './findings/overfitting.ts';
import { plateau } from './findings/plateau.ts';
import { probeWarnings } from './findings/probes.ts';
import { saturatedLayer } from './findings/saturated-layer.ts';
import { skippedBatches } from './findings/skipped-batches.ts';
import { stuck } from './findings/stuck.ts';
import { trainEvalGap } from './findings/train-eval-gap.ts';

const EXAMINATIONS: readonly Examine[] = [
  ...[diverged, learningRateTooHigh, stuck, deadLayer, saturatedLayer],
  ...[trainEvalGap, skippedBatches, batchTooSmall, gammaCollapsed],
  ...[overfitting, plateau, probeWarnings, earlyStop],
];

/** Reads the run and says what it sees, worst first; nothing of a run that has not begun. */
export function diagnose(evidence: Evidence): Diagnosis {
  const { run } = evidence;
  const known = remembering(evidence);
  const findings = run.status === 'queued' ? [] : EXAMINATIONS.flatMap((examine) => examine(known));
  findings.sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      FINDING_KINDS.indexOf(a.kind) - FINDING_KINDS.indexOf(b.kind),
  );
  return { step: run.step, findings };
}

/** The same evidence, each series and record read once. */
function remembering(evidence: Evidence): Evidence {
  const once = <T>(read: (...key: string[]) => T): ((...key: string[]) => T) => {
    const kept = new Map<string, T>();
    return (...key) => {
      const name = key.join('\n');
      if (!kept.has(name)) kept.set(name, read(...key));
      return kept.get(name)!;
    };
  };
  return {
    ...evidence,
    series: once(evidence.series),
    norm: once(evidence.norm as (...key: string[]) => ReturnType<Evidence['norm']>),
    probes: once(evidence.probes),
  };
}
