/**
 * What a claim of the gallery consists of, and how it becomes its two studies. Not the claims themselves: the files beside
 * this one.
 */
import type { RunSpecInput } from '../../spec/schema.ts';
import { StudySpec, type StudySpecInput } from '../../spec/schema/study.ts';

/** `quick`: one to three minutes on two cores. `full`: the size of the network and of the pictures as they were published. */
export const SIZES = ['quick', 'full'] as const;
export type Size = (typeof SIZES)[number];

/** The texts of a claim, for a person. */
export interface ClaimTexts {
  /** The sentence of the source, in our words. */
  claim: string;
  /** What is right and what is wrong about it. */
  assessment: string;
  /** What is done, and what decides. */
  experiment: string;
  /** To be answered before the study is run: what do you expect? */
  expectation: string;
  /** Where one may go from the answer. */
  next: string;
  sources: readonly { title: string; url: string }[];
}

/** One study of the gallery. */
export interface GalleryStudy extends ClaimTexts {
  /** As typed on the command line. */
  name: string;
  /** Of the claim, e.g. `C1`; both sizes share it. */
  id: string;
  size: Size;
  title: string;
  /** `claim`: what a source says. `counter-claim`: where it ends. */
  kind: 'claim' | 'counter-claim';
  spec: StudySpec;
}

/** The parts of a study that depend on its size. */
export type Experiment = Pick<StudySpecInput, 'factors' | 'measures' | 'baseline' | 'criterion'> & {
  base: RunSpecInput;
};

/** A claim as its file writes it. */
export interface ClaimRecipe extends ClaimTexts {
  id: string;
  /** Without the size: `c1-faster-sigmoid`. */
  name: string;
  title: string;
  kind?: GalleryStudy['kind'];
  study(size: Size): Experiment;
}

/** Both studies of a claim. */
export const claim = ({ study, kind = 'claim', ...recipe }: ClaimRecipe): GalleryStudy[] =>
  SIZES.map((size) => {
    const { id, title, sources, next } = recipe;
    const name = `${recipe.name}-${size}`;
    const spec = StudySpec.parse({
      ...{ name, title: `${id}: ${title}${size === 'quick' ? ' (quick)' : ''}`, next },
      question: recipe.expectation,
      background: [recipe.claim, recipe.assessment, recipe.experiment].join('\n\n'),
      sources: [...sources],
      ...study(size),
    });
    return { ...recipe, kind, name, size, title, spec };
  });
