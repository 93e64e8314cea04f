/** The gallery: claims about normalization as studies that anybody can run again, change and argue with. */
import type { GalleryStudy } from './claim.ts';
import { regularization, smallBatches, sortedBatches } from './batches.ts';
import { linearUnit, outliers, standardizedInputs } from './curvature.ts';
import { collapse, deepSigmoid, deepTanh, explodingGradients } from './deep.ts';
import { standardizedOnly } from './expressiveness.ts';
import { identity, scaleInvariance } from './identities.ts';
import { inputRange, shiftedInference } from './range.ts';
import { carelessInitialization, centredOnTheKink, deadByBias, higherRates } from './rectifier.ts';
import { affineIsNotEnough, fasterSigmoid } from './sigmoid.ts';
import { constantStatistics, smootherPath, warmUp } from './statistics.ts';

export type { ClaimTexts, GalleryStudy, Size } from './claim.ts';

/** Every study, the two sizes of a claim one after the other. */
export const GALLERY: readonly GalleryStudy[] = [
  ...fasterSigmoid,
  ...deepSigmoid,
  ...collapse,
  ...deepTanh,
  ...centredOnTheKink,
  ...deadByBias,
  ...inputRange,
  ...shiftedInference,
  ...higherRates,
  ...carelessInitialization,
  ...scaleInvariance,
  ...identity,
  ...affineIsNotEnough,
  ...standardizedOnly,
  ...outliers,
  ...standardizedInputs,
  ...smootherPath,
  ...warmUp,
  ...constantStatistics,
  ...linearUnit,
  ...smallBatches,
  ...sortedBatches,
  ...explodingGradients,
  ...regularization,
];

/** The study of that name, if there is one. */
export const findGalleryStudy = (name: string): GalleryStudy | undefined =>
  GALLERY.find((study) => study.name === name);
