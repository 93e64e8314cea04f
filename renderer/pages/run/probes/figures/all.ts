/** The figures of every type of probe. */
import type { ProbeType } from '../../../../../engine/spec/schema.ts';
import { activationFigures } from './activations.ts';
import { covariateShiftFigures } from './covariate-shift.ts';
import { identityFigures, scaleInvarianceFigures } from './exactness.ts';
import type { Measured, ProbeFigure } from './figure.ts';
import { gradientFigures } from './gradients.ts';
import { hessianFigures } from './hessian.ts';
import { landscapeFigures } from './landscape.ts';
import { normalizationFigures, recalibrationFigures } from './normalization.ts';

const FIGURES: Record<ProbeType, (measured: Measured) => ProbeFigure[]> = {
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

/** The figures of one record; none where it has a problem. */
export const figuresOf = (measured: Measured): ProbeFigure[] =>
  measured.record.problem === null ? FIGURES[measured.record.probe.type](measured) : [];
