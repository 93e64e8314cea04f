/** The gallery: claims about normalization as studies that anybody can run again, change and argue with. */
import type { GalleryStudy } from './claim.ts';
import { collapse, deepSigmoid, deepTanh } from './deep.ts';
import { affineIsNotEnough, fasterSigmoid } from './sigmoid.ts';

export type { ClaimTexts, GalleryStudy, Size } from './claim.ts';

/** Every study, the two sizes of a claim one after the other. */
export const GALLERY: readonly GalleryStudy[] = [
  ...fasterSigmoid,
  ...deepSigmoid,
  ...collapse,
  ...deepTanh,
  ...affineIsNotEnough,
];

/** The study of that name, if there is one. */
export const findGalleryStudy = (name: string): GalleryStudy | undefined =>
  GALLERY.find((study) => study.name === name);
