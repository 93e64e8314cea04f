/** The figures of every type of probe, for page and report alike. */
import type { ProbeType } from '../../../../engine/spec/schema.ts';
import type { Figure } from '../../figure.ts';
import { activationFigures } from './activations.ts';
import { covariateShiftFigures } from './covariate-shift.ts';
import { identityFigures, scaleInvarianceFigures } from './exactness.ts';
import { gradientFigures } from './gradients.ts';
import { hessianFigures } from './hessian.ts';
import { landscapeFigures } from './landscape.ts';
import type { Measured } from './measured.ts';
import { normalizationFigures, recalibrationFigures } from './normalization.ts';

const FIGURES: Record<ProbeType, (all: readonly Measured[]) => Figure[]> = {
  activations: activationFigures,
  gradients: gradientFigures,
  normalization: normalizationFigures,
  landscape: landscapeFigures,
  'covariate-shift': covariateShiftFigures,
  hessian: hessianFigures,
  identity: identityFigures,
  'scale-invariance': scaleInvarianceFigures,
  recalibration: recalibrationFigures,
};

/** The figures of one record, or of one of each of several runs; records with a problem are left out. */
export function probeFigures(all: readonly Measured[]): Figure[] {
  const sound = all.filter(({ record }) => record.problem === null);
  const first = sound[0];
  return first === undefined ? [] : FIGURES[first.record.probe.type](sound);
}
