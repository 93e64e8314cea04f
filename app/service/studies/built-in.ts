/** The studies that come with the program. */
import { GALLERY } from '../../../engine/study/gallery/index.ts';
import type { StudySpec } from '../../../engine/spec/schema/study.ts';

const SPECS: readonly StudySpec[] = GALLERY.map(({ spec }) => spec);

/** Built-in studies, in the order in which they are listed. */
export const builtInStudies = (): readonly StudySpec[] => SPECS;
