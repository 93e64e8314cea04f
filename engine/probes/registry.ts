/** All types of probes: a folder each, and a line here. */
import type { ProbeType } from '../spec/schema.ts';
import { activations } from './activations/probe.ts';
import { covariateShift } from './covariate-shift/probe.ts';
import { gradients } from './gradients/probe.ts';
import { hessian } from './hessian/probe.ts';
import { identity } from './identity/probe.ts';
import { landscape } from './landscape/probe.ts';
import { normalization } from './normalization/probe.ts';
import type { ProbeKind } from './probe.ts';
import { recalibration } from './recalibration/probe.ts';
import { scaleInvariance } from './scale-invariance/probe.ts';

/** By type; the compiler refuses a type that is missing. */
export const PROBES: { readonly [T in ProbeType]: ProbeKind<T> } = {
  activations,
  gradients,
  landscape,
  'covariate-shift': covariateShift,
  normalization,
  identity,
  'scale-invariance': scaleInvariance,
  recalibration,
  hessian,
};

/** The one of a probe. */
export const probeKind = <T extends ProbeType>(type: T): ProbeKind<T> => PROBES[type];
