/** The studies that come with the program. */
import type { StudySpec } from '../../../engine/spec/schema/study.ts';

/** Built-in studies, in the order in which they are listed. */
export const builtInStudies = (): readonly StudySpec[] => [];
